// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.Stage;

/// Is told what a walk meets: first what all stages start from, then, stage by stage, their steps.
public interface WalkListener {
    /// What a stage's `FROM` names.
    default void image(Stage stage, Expander.Expansion name, GlobalArgs globals) {}

    /// What a stage's `--platform` says.
    default void platform(Stage stage, Expander.Expansion platform, GlobalArgs globals) {}

    /// An image that a stage starts from was looked at.
    ///
    /// @param name as the file has it, variables replaced
    /// @param wanted the platform that the stage is for
    default void base(Stage stage, String name, PlatformFacts wanted, BaseFacts image) {}

    /// A step, before it is done.
    ///
    /// @throws DockerfileException if the build could not go on
    default void step(StageState before, Step step) throws DockerfileException {}
}
