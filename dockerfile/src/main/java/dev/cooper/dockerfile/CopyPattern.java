// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// A source of `COPY` or `ADD` as a pattern: Go's `filepath.Match` for each component
/// (DOCKERFILE.md 1.4, wildcards). Immutable and safe for threads.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class CopyPattern {
    private final List<PathPattern> components;

    private CopyPattern(List<PathPattern> components) {
        this.components = components;
    }

    /// Whether a source holds `*`, `?` or `[` that no backslash escapes.
    public static boolean containsWildcards(String source) {
        throw new UnsupportedOperationException();
    }

    /// A source cut into components, each a pattern.
    public static CopyPattern compile(String source) throws MalformedPatternException {
        throw new UnsupportedOperationException();
    }

    /// The pattern for each level of the tree; `**` is a component of its own and matches any
    /// number of levels.
    public List<PathPattern> components() {
        return components;
    }

    /// Whether a path (`a/b`) matches, component by component.
    public boolean matches(String path) {
        throw new UnsupportedOperationException();
    }
}
