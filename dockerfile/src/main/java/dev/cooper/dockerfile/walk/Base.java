// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Stage;

/// What a stage starts from.
sealed interface Base {
    record Nothing() implements Base {}

    /// An image that nobody looked into.
    record Unknown() implements Base {}

    /// A named context, which stands for all that the stage does.
    record Replaced() implements Base {}

    record OfStage(Stage stage) implements Base {}

    /// @param name as the file has it, variables replaced
    record Image(String name, PlatformFacts wanted, BaseFacts facts) implements Base {}
}
