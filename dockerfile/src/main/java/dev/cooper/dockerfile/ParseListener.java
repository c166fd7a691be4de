// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// Hears what a file says while it is parsed: first of its head, then of all lines that look odd,
/// then of its instructions in order, up to the end or to the first mistake.
public interface ParseListener {
    /// The file's head was read.
    ///
    /// @throws DockerfileException if it says what cannot be
    default void directives(Directives directives) throws DockerfileException {}

    /// Something in it works and yet should be written otherwise.
    default void warning(Warning warning) {}

    /// An instruction was understood by itself; it may still stand where it must not.
    default void instruction(Instruction instruction) {}
}
