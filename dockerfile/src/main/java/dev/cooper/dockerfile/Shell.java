// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// `SHELL ["program", "argument", …]`: what runs the shell forms that follow.
///
/// @param arguments at least one
public record Shell(Origin origin, List<String> arguments) implements Instruction {
    /// Copies the lists.
    public Shell {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String keyword() {
        return "SHELL";
    }
}
