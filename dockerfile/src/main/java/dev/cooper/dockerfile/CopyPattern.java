// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// A source of `COPY` or `ADD` as a pattern: Go's `filepath.Match` for each component
/// (docs/dockerfile.md). Immutable and safe for threads.
public final class CopyPattern {
    private final List<PathPattern> components;

    private CopyPattern(List<PathPattern> components) {
        this.components = components;
    }

    /// Whether a source holds `*`, `?` or `[` that no backslash escapes.
    public static boolean containsWildcards(String source) {
        for (int i = 0; i < source.length(); i++) {
            switch (source.charAt(i)) {
                case '\\' -> i++;
                case '*', '?', '[' -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /// A source cut into components, each a pattern.
    public static CopyPattern compile(String source) throws MalformedPatternException {
        List<PathPattern> components = new ArrayList<>();
        for (String each : source.split("/", -1)) {
            if (!each.isEmpty() && !each.equals(".")) {
                components.add(PathPattern.compileName(each));
            }
        }
        return new CopyPattern(List.copyOf(components));
    }

    /// The pattern for each level of the tree.
    public List<PathPattern> components() {
        return components;
    }

    /// Whether a path (`a/b`) matches, component by component, as many on both sides.
    public boolean matches(String path) {
        String[] names = path.split("/", -1);
        if (names.length != components.size()) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!components.get(i).matches(names[i])) {
                return false;
            }
        }
        return true;
    }
}
