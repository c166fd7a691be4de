// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A path pattern as `.dockerignore`, `COPY --exclude` and `COPY --parents` have it: `*`, `?` and
/// `[…]` as in Go's `filepath.Match`, and `**` for any number of directories. Matching takes time
/// linear in pattern times path. Immutable and safe for threads.
public final class PathPattern {
    private final String text;
    private final Glob glob;

    private PathPattern(String text, Glob glob) {
        this.text = text;
        this.glob = glob;
    }

    /// A pattern with `**`, as [IgnoreFile] uses it.
    public static PathPattern compile(String pattern) throws MalformedPatternException {
        return new PathPattern(pattern, Glob.compile(pattern, true));
    }

    /// A pattern for one name of a path, as a source of `COPY` has it: `**` is no more than `*`.
    public static PathPattern compileName(String pattern) throws MalformedPatternException {
        return new PathPattern(pattern, Glob.compile(pattern, false));
    }

    /// Whether the whole path matches. A `**` at the end takes one name at least, so that `a/**` is
    /// what lies in `a`.
    public boolean matches(String path) {
        return glob.matches(path);
    }

    /// Whether the whole path matches, or one of the folders that it lies in.
    boolean matchesPathOrParent(String path) {
        return glob.matchesPathOrParent(path);
    }

    /// Whether some path below this directory may match.
    public boolean mayMatchBelow(String directory) {
        return glob.mayContinue(directory.isEmpty() ? "" : directory + "/");
    }

    @Override
    public String toString() {
        return text;
    }
}
