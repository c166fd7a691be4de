// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.dockerfile.CopyPattern;
import dev.cooper.dockerfile.MalformedPatternException;
import dev.cooper.dockerfile.PathPattern;
import dev.cooper.dockerfile.Suggestions;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one source of a `COPY` or `ADD` names in a tree (docs/dockerfile.md): `..` stops at the
/// root, links are followed inside it, wildcards match level by level and may match nothing.
public final class Selection {
    private static final Name ROOT = Name.of("");

    private final SourceTree tree;

    public Selection(SourceTree tree) {
        this.tree = tree;
    }

    /// In bytewise order of their paths where a wildcard finds several.
    ///
    /// @throws MissingSourceException if a source without wildcards isn't there, or is hidden by
    ///   the tree's filter
    public List<Selected> select(String source) throws IOException, StepException {
        List<String> components = components(source);
        return CopyPattern.containsWildcards(source)
                ? matches(source, components)
                : List.of(literal(components));
    }

    private Selected literal(List<String> components) throws IOException, StepException {
        Name asked = path(components);
        Name path;
        Stat stat;
        try {
            path = tree.root().realPath(asked);
            stat = stat(path);
        } catch (PosixException e) {
            throw missing(asked, e);
        }
        boolean directory = stat.isDirectory();
        Name hidden =
                !visible(asked, directory) ? asked : tree.holds(path, directory) ? null : path;
        if (hidden != null) {
            String reason = tree.filter().reason(hidden);
            throw new MissingSourceException(
                    "\"/"
                            + asked
                            + "\": not found: excluded by "
                            + (reason == null ? "the filter" : reason));
        }
        return Selected.of(
                path, components.isEmpty() ? ROOT : Name.of(components.getLast()), stat, false);
    }

    private List<Selected> matches(String source, List<String> components)
            throws IOException, StepException {
        List<Name> found = new ArrayList<>();
        found.add(ROOT);
        boolean wild = false;
        for (String component : components) {
            if (!wild && !CopyPattern.containsWildcards(component)) {
                found = step(found.getFirst().child(Name.of(unescaped(component))));
                if (found.isEmpty()) {
                    return List.of();
                }
                continue;
            }
            wild = true;
            found = children(found, pattern(source, component));
        }
        List<Selected> selected = new ArrayList<>();
        for (Name asked : found) {
            Selected each = followed(asked);
            if (tree.holds(each.path(), each.stat().isDirectory())) {
                selected.add(each);
            }
        }
        return selected;
    }

    /// Links before the first wildcard are followed.
    private List<Name> step(Name literal) throws IOException {
        try {
            List<Name> one = new ArrayList<>();
            one.add(tree.root().realPath(literal));
            return one;
        } catch (PosixException e) {
            if (isAbsent(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private List<Name> children(List<Name> folders, PathPattern pattern) throws IOException {
        List<Name> found = new ArrayList<>();
        for (Name folder : folders) {
            Stat stat = stat(folder);
            if (!stat.isDirectory() || !tree.filter().mayHoldIncluded(folder)) {
                continue;
            }
            try (Dir dir = open(folder)) {
                for (DirEntry entry : dir.list()) {
                    if (pattern.matches(entry.name().text())
                            && visible(folder.child(entry.name()), entry)) {
                        found.add(folder.child(entry.name()));
                    }
                }
            }
        }
        return found;
    }

    private Selected followed(Name asked) throws IOException {
        Stat own = stat(asked);
        if (own.isSymlink()) {
            try {
                Name real = tree.root().realPath(asked);
                return Selected.of(real, asked.fileName(), stat(real), true);
            } catch (PosixException e) {
                // A link to nowhere, or out of the tree: a wildcard copies it as the link it is.
                if (!isAbsent(e)) {
                    throw e;
                }
            }
        }
        return Selected.of(asked, asked.fileName(), own, true);
    }

    private boolean visible(Name path, DirEntry entry) {
        return visible(path, entry.type() == FileType.DIRECTORY);
    }

    private boolean visible(Name path, boolean directory) {
        return path.isEmpty()
                || tree.filter().includes(path)
                || (directory && tree.filter().mayHoldIncluded(path));
    }

    private Stat stat(Name path) throws IOException {
        return path.isEmpty() ? tree.root().self() : tree.root().stat(path);
    }

    private Dir open(Name path) throws IOException {
        return path.isEmpty() ? tree.root().duplicate() : tree.root().openDir(path);
    }

    private MissingSourceException missing(Name asked, PosixException why) throws IOException {
        if (!isAbsent(why)) {
            return new MissingSourceException("\"/" + asked + "\": " + why.getMessage());
        }
        return new MissingSourceException(
                "\"/"
                        + asked
                        + "\": not found"
                        + linked(asked)
                                .or(() -> nearest(asked))
                                .map(hint -> " (" + hint + ")")
                                .orElse(""));
    }

    /// What to say where the name is there, but leads nowhere.
    private Optional<String> linked(Name asked) {
        Name at = ROOT;
        try {
            for (Name each : asked.components()) {
                at = at.child(each);
                Stat own = tree.root().statOrNull(at);
                if (own != null && own.isSymlink()) {
                    Name target = tree.root().readlink(at);
                    return leads(at)
                            ? Optional.empty()
                            : Optional.of(
                                    "\"%s\" is a link to \"%s\", which is not in there"
                                            .formatted(at, target));
                }
            }
        } catch (PosixException e) {
            // Whatever can't be looked at is no help.
        }
        return Optional.empty();
    }

    private boolean leads(Name link) {
        try {
            tree.root().realPath(link);
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    /// The path that was meant, should each of its names be there or be a typo of one that is.
    private Optional<String> nearest(Name asked) {
        Name at = ROOT;
        try {
            for (Name each : asked.components()) {
                Optional<Name> name = nearest(at, each);
                if (name.isEmpty()) {
                    return Optional.empty();
                }
                at = at.child(name.get());
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return at.equals(asked) ? Optional.empty() : Optional.of("did you mean \"" + at + "\"?");
    }

    private Optional<Name> nearest(Name folder, Name asked) throws IOException {
        try (Dir dir = tree.root().resolveDir(folder.isEmpty() ? Name.of(".") : folder)) {
            List<Name> names =
                    dir.list().stream()
                            .filter(entry -> visible(folder.child(entry.name()), entry))
                            .map(DirEntry::name)
                            .toList();
            return names.contains(asked)
                    ? Optional.of(asked)
                    : Suggestions.nearest(asked.text(), names.stream().map(Name::text).toList())
                            .map(Name::of);
        }
    }

    private static boolean isAbsent(PosixException e) {
        return switch (e.errno()) {
            case ENOENT, ENOTDIR, ELOOP -> true;
            default -> false;
        };
    }

    private static PathPattern pattern(String source, String component) throws StepException {
        try {
            return PathPattern.compileName(component);
        } catch (MalformedPatternException e) {
            throw new StepException(
                    "the pattern " + source + " is malformed: " + e.getMessage(), e);
        }
    }

    private static Name path(List<String> components) {
        return Name.join(components.stream().map(Name::of).toList());
    }

    private static String unescaped(String literal) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '\\' && i + 1 < literal.length()) {
                i++;
                c = literal.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /// The path's names, `.` dropped and `..` clamped at the root.
    private static List<String> components(String source) {
        List<String> names = new ArrayList<>();
        for (String each : source.split("/")) {
            if (each.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!each.isEmpty() && !each.equals(".")) {
                names.add(each);
            }
        }
        return names;
    }
}
