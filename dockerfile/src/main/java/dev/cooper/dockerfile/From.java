// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

/// `FROM [--platform=p] image [AS name]`: begins a stage.
///
/// @param image the base as written: a stage, an image reference or `scratch`, with variables
/// @param platform the `--platform` word as written, or null
/// @param alias the stage's name as written, or null; [Stage#name] has it in lower case
public record From(Origin origin, String image, @Nullable String platform, @Nullable String alias)
        implements Instruction {
    @Override
    public String keyword() {
        return "FROM";
    }
}
