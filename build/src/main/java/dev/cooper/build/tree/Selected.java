// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;

/// A file or folder that a source pattern names.
///
/// @param path where it lies in the source tree, free of links; empty for the tree's root
/// @param name what it is called in the destination: the last name as it was asked for, before
///   links were followed
/// @param pattern whether a wildcard found it
public record Selected(Name path, Name name, Stat stat, boolean pattern) {}
