// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `CMD`: what a container runs.
///
/// @param command shell or exec form; `CMD []` is an exec form without arguments
public record Cmd(Origin origin, CommandLine command) implements Instruction {
    @Override
    public String keyword() {
        return "CMD";
    }
}
