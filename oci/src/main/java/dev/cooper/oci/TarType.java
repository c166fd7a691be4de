// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

/// What an archive entry is.
public enum TarType {
    FILE,
    HARDLINK,
    SYMLINK,
    CHARACTER,
    BLOCK,
    DIRECTORY,
    FIFO
}
