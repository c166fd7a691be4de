// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import java.util.ArrayList;
import java.util.List;

/// Paths by their text alone (Go's `path.Clean`): nothing is looked up, `..` takes away the name
/// before it and never leaves the root.
public final class CleanPath {
    private CleanPath() {}

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
