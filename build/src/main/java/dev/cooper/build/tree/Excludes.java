// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.IgnorePattern;
import dev.cooper.dockerfile.MalformedPatternException;
import dev.cooper.posix.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The patterns of `--exclude`: as in `.dockerignore`, but relative to the folder that is copied;
/// what a source names itself is matched by its last name.
public final class Excludes {
    /// Leaves nothing out.
    public static final Excludes NONE = new Excludes(IgnoreFile.NONE);

    private final IgnoreFile patterns;

    private Excludes(IgnoreFile patterns) {
        this.patterns = patterns;
    }

    /// @throws MalformedPatternException if one of them is no pattern
    public static Excludes of(List<String> patterns) throws MalformedPatternException {
        return patterns.isEmpty()
                ? NONE
                : new Excludes(IgnoreFile.parse(String.join("\n", patterns)));
    }

    /// Whether a selected file, or folder with `--parents`, is copied at all.
    public boolean keeps(Selected selected) {
        return selected.path().equals(selected.base())
                || new Below(patterns, selected.base()).includes(selected.path());
    }

    /// The tree as a copy of `selected` sees it. Shares the root, and need not be closed.
    SourceTree in(SourceTree tree, Selected selected) {
        if (patterns.patterns().isEmpty()) {
            return tree;
        }
        Name base = selected.base();
        FileFilter own = new Below(patterns, base);
        return new SourceTree(
                tree.root(), new Both(tree.filter(), own), tree.keepsOwners(), tree.digests());
    }

    /// What the patterns leave of the files below a folder.
    private record Below(IgnoreFile patterns, Name base) implements FileFilter {
        @Override
        public boolean includes(Name path) {
            String below = below(path);
            return below.isEmpty() || !patterns.check(below).ignored();
        }

        @Override
        public boolean mayHoldIncluded(Name directory) {
            return includes(directory) || patterns.mayContainIncluded(below(directory));
        }

        @Override
        public @Nullable String reason(Name path) {
            IgnoreFile.Decision decision = patterns.check(below(path));
            IgnorePattern by = decision.by();
            return decision.ignored() && by != null ? "--exclude=" + by.text() : null;
        }

        /// The path seen from the folder; empty for the folder, and for what lies elsewhere.
        private String below(Name path) {
            if (base.isEmpty()) {
                return path.text();
            }
            String prefix = base.text() + "/";
            String text = path.text();
            return text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        }
    }

    /// What two filters both include.
    private record Both(FileFilter first, FileFilter second) implements FileFilter {
        @Override
        public boolean includes(Name path) {
            return first.includes(path) && second.includes(path);
        }

        @Override
        public boolean mayHoldIncluded(Name directory) {
            return first.mayHoldIncluded(directory) && second.mayHoldIncluded(directory);
        }

        @Override
        public @Nullable String reason(Name path) {
            String reason = first.reason(path);
            return reason == null ? second.reason(path) : reason;
        }
    }
}
