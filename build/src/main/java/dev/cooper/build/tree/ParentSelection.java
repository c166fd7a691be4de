// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.dockerfile.CopyPattern;
import dev.cooper.dockerfile.MalformedPatternException;
import dev.cooper.dockerfile.PathPattern;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What one source of a `COPY --parents` names: every file whose path, seen from the tree's root or
/// from the `/./` in the source, matches as a whole; `**` stands for any number of folders. What is
/// found keeps that path. Links on the way are not followed, but for those before the `/./`.
public final class ParentSelection {
    private static final Name ROOT = Name.of("");

    private final SourceTree tree;

    public ParentSelection(SourceTree tree) {
        this.tree = tree;
    }

    /// In bytewise order of their paths.
    ///
    /// @throws MissingSourceException if a source without wildcards isn't there
    public List<Selected> select(String source) throws IOException, StepException {
        int pivot = source.indexOf("/./");
        Name base = pivot < 0 ? ROOT : base(source.substring(0, pivot));
        String path = clean(pivot < 0 ? source : source.substring(pivot + 3));
        List<Selected> found = new ArrayList<>();
        if (path.isEmpty()) {
            Stat stat = base.isEmpty() ? tree.root().self() : tree.root().stat(base);
            found.add(new Selected(base, ROOT, stat, false, base));
            return found;
        }
        try (Dir folder = base.isEmpty() ? tree.root().duplicate() : tree.root().openDir(base)) {
            walk(folder, base, ROOT, PathPattern.compile(path), found);
        } catch (MalformedPatternException e) {
            throw new StepException(
                    "the pattern " + source + " is malformed: " + e.getMessage(), e);
        }
        if (found.isEmpty() && !CopyPattern.containsWildcards(path)) {
            throw new MissingSourceException("\"/" + base.child(Name.of(path)) + "\": not found");
        }
        return found;
    }

    private Name base(String path) throws IOException, StepException {
        Name asked = Name.of(clean(path));
        try {
            Name real = tree.root().realPath(asked);
            if (real.isEmpty() || tree.root().stat(real).isDirectory()) {
                return real;
            }
            throw new StepException("\"/" + asked + "\": not a directory");
        } catch (PosixException e) {
            throw new MissingSourceException("\"/" + asked + "\": not found");
        }
    }

    private void walk(Dir folder, Name base, Name seen, PathPattern pattern, List<Selected> found)
            throws IOException {
        for (DirEntry entry : folder.list()) {
            Name kept = seen.child(entry.name());
            Name path = base.child(kept);
            boolean directory = entry.type() == FileType.DIRECTORY;
            if (pattern.matches(kept.text())) {
                if (tree.holds(folder, entry.name(), path, directory)) {
                    found.add(new Selected(path, kept, folder.stat(entry.name()), true, base));
                }
            } else if (directory
                    && pattern.mayMatchBelow(kept.text())
                    && tree.filter().mayHoldIncluded(path)) {
                try (Dir below = folder.openDir(entry.name())) {
                    walk(below, base, kept, pattern, found);
                }
            }
        }
    }

    private static String clean(String path) {
        return CleanPath.absolute("/", path).substring(1);
    }
}
