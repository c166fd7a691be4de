// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

/// What a file is: the kernel's seven kinds (inode(7)).
public enum FileType {
    /// Bytes.
    REGULAR(0100000),
    /// A directory.
    DIRECTORY(0040000),
    /// A symbolic link.
    SYMLINK(0120000),
    /// A character device; with device number 0:0 it is an overlay whiteout.
    CHARACTER(0020000),
    /// A block device.
    BLOCK(0060000),
    /// A named pipe.
    FIFO(0010000),
    /// A Unix socket's name.
    SOCKET(0140000);

    private static final int MASK = 0170000;

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /// This type as it stands in a mode (`S_IF…`).
    public int bits() {
        return bits;
    }

    /// The type that a mode's upper bits name.
    ///
    /// @throws IllegalArgumentException if they name none
    public static FileType ofMode(int mode) {
        return switch (mode & MASK) {
            case 0100000 -> REGULAR;
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMLINK;
            case 0020000 -> CHARACTER;
            case 0060000 -> BLOCK;
            case 0010000 -> FIFO;
            case 0140000 -> SOCKET;
            default ->
                    throw new IllegalArgumentException(
                            "no file type in mode 0" + Integer.toOctalString(mode));
        };
    }
}
