// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;

/// The stages of a Dockerfile, each of which can be built; in the order of the file.
///
/// @param text as `docker build --call=targets` prints them
/// @param json as `docker build --call=targets,format=json` prints them, with a newline
public record BuildTargets(List<Target> targets, String text, String json) {
    public BuildTargets {
        targets = List.copyOf(targets);
    }

    /// A stage.
    ///
    /// @param name `""` if it has none
    /// @param standard whether it is built when none is asked for
    /// @param description what the comment above it says, or `""`
    /// @param base what it starts from, as written
    /// @param platform its `--platform`, as written, or `""`
    public record Target(
            String name,
            boolean standard,
            String description,
            String base,
            String platform,
            LineRange lines) {}
}
