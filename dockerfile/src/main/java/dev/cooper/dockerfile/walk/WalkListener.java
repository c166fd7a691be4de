// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Stage;
import java.util.List;

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

    /// Variables without a value that a step, which may fail of it, asks for: by word, and by name
    /// within one.
    default void unset(
            StageState before, Instruction instruction, SourceRange range, List<String> names) {}

    /// A step, before it is done.
    ///
    /// @throws DockerfileException if the build could not go on
    default void step(StageState before, Step step) throws DockerfileException {}
}
