// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// `ENTRYPOINT`: what a container runs, before `CMD`.
///
/// @param command shell or exec form; without arguments it clears what was inherited
public record Entrypoint(Origin origin, CommandLine command) implements Instruction {
    @Override
    public String keyword() {
        return "ENTRYPOINT";
    }
}
