// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import org.jspecify.annotations.Nullable;

/// How large a terminal is.
///
/// @param columns characters in a line
/// @param rows lines
public record TerminalSize(int columns, int rows) {
    private static final int TIOCGWINSZ = 0x5413;

    /// The size of the terminal that `fd` is; null if it is none, or one that doesn't know.
    public static @Nullable TerminalSize of(int fd) {
        Scratch scratch = LibC.scratch();
        if (LibC.call(LibC.IOCTL, fd, TIOCGWINSZ, scratch.buffer.address()) < 0) {
            return null;
        }
        int rows = Short.toUnsignedInt(scratch.shortAt(0));
        int columns = Short.toUnsignedInt(scratch.shortAt(2));
        return columns == 0 ? null : new TerminalSize(columns, rows);
    }
}
