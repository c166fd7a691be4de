// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.outline;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.walk.WalkRequest;
import java.util.List;

/// What a target takes, from its own stage and all that it needs; each list in the order of the
/// file.
///
/// @param text the whole file
/// @param name the target's name, `""` if it has none
/// @param description what the comment above it says, or `""`
public record Outline(
        String text,
        String name,
        String description,
        List<Argument> arguments,
        List<Input> secrets,
        List<Input> sshAgents) {
    /// Copies the lists.
    public Outline {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
        sshAgents = List.copyOf(sshAgents);
    }

    /// A build argument.
    ///
    /// @param description what the comment above it says, or `""`
    /// @param value what it stands for in this build, `""` if nothing
    public record Argument(String name, String description, String value, SourceRange range) {}

    /// A secret, or an SSH agent.
    ///
    /// @param required whether the build fails without it
    public record Input(String name, boolean required, SourceRange range) {}

    /// Outlines the target of a request.
    ///
    /// @throws DockerfileException if the file cannot be built
    public static Outline of(Dockerfile file, WalkRequest request) throws DockerfileException {
        return new OutlineReader(file, request).read();
    }
}
