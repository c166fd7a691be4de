// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to go through a file.
///
/// @param target the stage wanted; null for the last
/// @param everyStage whether stages that the target does not need are gone through too
/// @param buildArguments values of arguments; a null value gives the argument none
public record WalkRequest(
        @Nullable String target,
        boolean everyStage,
        Map<String, @Nullable String> buildArguments,
        BuildFacts facts) {
    /// The arguments that have a value.
    public Map<String, String> givenArguments() {
        Map<String, String> given = new LinkedHashMap<>();
        buildArguments.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return given;
    }
}
