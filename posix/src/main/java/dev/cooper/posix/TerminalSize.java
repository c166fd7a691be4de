// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import org.jspecify.annotations.Nullable;

/// How large a terminal is.
///
/// @param columns characters in a line
/// @param rows lines
public record TerminalSize(int columns, int rows) {
    /// The size of the terminal that `fd` is.
    public static @Nullable TerminalSize of(int fd) {
        return Unfinished.call();
    }
}
