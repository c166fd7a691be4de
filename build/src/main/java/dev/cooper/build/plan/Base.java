// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.dockerfile.Stage;

/// What a stage starts from.
sealed interface Base {
    record Scratch() implements Base {}

    record OfStage(Stage stage) implements Base {}

    record OfImage(BaseImages.BaseImage image) implements Base {}

    /// The files of a named context, in an image that says nothing else.
    record OfFiles(String name, NamedContext context) implements Base {}
}
