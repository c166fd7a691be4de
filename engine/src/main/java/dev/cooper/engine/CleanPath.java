// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Name;
import java.util.ArrayList;
import java.util.List;

/// Paths of an image or a container by their text alone: nothing is looked up, `..` takes away the
/// component before it, and never leaves the root (Go's `path.Clean`, which docker applies).
final class CleanPath {
    private static final Name DOT_DOT = Name.of("..");

    private CleanPath() {}

    /// The components of `path` seen from the root.
    static List<Name> components(Name path) {
        List<Name> clean = new ArrayList<>();
        for (Name each : path.components()) {
            if (!each.equals(DOT_DOT)) {
                clean.add(each);
            } else if (!clean.isEmpty()) {
                clean.removeLast();
            }
        }
        return List.copyOf(clean);
    }

    /// `path`, which may be relative to the absolute `base`, as an absolute path without `.`, `..`
    /// and needless slashes.
    static String absolute(String base, String path) {
        Name whole = Name.of(path.startsWith("/") ? path : base + "/" + path);
        return "/" + Name.join(components(whole)).text();
    }
}
