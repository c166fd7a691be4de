// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stage: a `FROM` and what follows it.
///
/// @param index its place in the file, counted from 0
/// @param name its name in lower case, or null
/// @param from how it begins
/// @param instructions what follows
public record Stage(int index, @Nullable String name, From from, List<Instruction> instructions) {
    /// Copies the list.
    public Stage {
        instructions = List.copyOf(instructions);
    }
}
