// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;

/// What a target takes, from its own stage and all that it needs; each list in the order of the
/// file.
///
/// @param name the target's name, `""` if it has none
/// @param description what the comment above it says, or `""`
/// @param text as `docker build --call=outline` prints it
/// @param json as `docker build --call=outline,format=json` prints it, with a newline
public record BuildOutline(
        String name,
        String description,
        List<Argument> arguments,
        List<Loan> secrets,
        List<Loan> agents,
        String text,
        String json) {
    public BuildOutline {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
        agents = List.copyOf(agents);
    }

    /// A build argument.
    ///
    /// @param description what the comment above it says, or `""`
    /// @param value what it stands for in this build, `""` if nothing
    public record Argument(String name, String description, String value, LineRange lines) {}

    /// A secret, or an SSH agent.
    ///
    /// @param required whether the build fails without it
    public record Loan(String id, boolean required, LineRange lines) {}
}
