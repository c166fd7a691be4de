// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.Name;
import java.util.ArrayList;
import java.util.List;

/// Paths by their text alone (Go's `path.Clean`): nothing is looked up, `..` takes away the name
/// before it and never leaves the root.
public final class CleanPath {
    private static final Name DOT_DOT = Name.of("..");

    private CleanPath() {}

    /// The names of `path`, seen from the root.
    public static List<Name> components(Name path) {
        List<Name> names = new ArrayList<>();
        for (Name each : path.components()) {
            if (!each.equals(DOT_DOT)) {
                names.add(each);
            } else if (!names.isEmpty()) {
                names.removeLast();
            }
        }
        return List.copyOf(names);
    }

    /// `path`, which may be relative to the absolute `base`, as an absolute path without `.`, `..`
    /// and needless slashes.
    public static String absolute(String base, String path) {
        List<String> names = new ArrayList<>();
        for (String each : (path.startsWith("/") ? path : base + "/" + path).split("/")) {
            if (each.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!each.isEmpty() && !each.equals(".")) {
                names.add(each);
            }
        }
        return "/" + String.join("/", names);
    }
}
