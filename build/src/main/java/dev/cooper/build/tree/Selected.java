// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;

/// A file or folder that a source pattern names.
///
/// @param path where it lies in the source tree, free of links; empty for the tree's root
/// @param name what it is called in the destination: the last name as it was asked for, before
///   links were followed; with `--parents` the path that it keeps
/// @param pattern whether a wildcard found it
/// @param base the folder that `--exclude` counts from
public record Selected(Name path, Name name, Stat stat, boolean pattern, Name base) {
    static Selected of(Name path, Name name, Stat stat, boolean pattern) {
        Name parent = path.parent();
        Name base = stat.isDirectory() ? path : parent == null ? Name.of("") : parent;
        return new Selected(path, name, stat, pattern, base);
    }
}
