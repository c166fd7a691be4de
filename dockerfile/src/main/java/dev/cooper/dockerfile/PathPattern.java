// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A path pattern as `.dockerignore` and `COPY --exclude` have it: Go's `filepath.Match`, and `**`
/// for any number of directories. Matching takes time linear in pattern times path. Immutable and
/// safe for threads.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class PathPattern {
    private final String text;

    private PathPattern(String text) {
        this.text = text;
    }

    /// A pattern with `**`, as [IgnoreFile] uses it.
    public static PathPattern compile(String pattern) throws MalformedPatternException {
        throw new UnsupportedOperationException(new PathPattern(pattern).text);
    }

    /// Whether the whole path matches.
    public boolean matches(String path) {
        throw new UnsupportedOperationException();
    }

    /// Whether some path below this directory may match.
    public boolean mayMatchBelow(String directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return text;
    }
}
