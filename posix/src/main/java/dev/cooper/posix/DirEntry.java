// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

/// One entry of a directory, as [Dir#list()] gives it.
///
/// @param name the entry's own name, one component
/// @param type what it is; of a symbolic link the link itself
public record DirEntry(Name name, FileType type) {}
