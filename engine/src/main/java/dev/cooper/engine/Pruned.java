// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;

/// What was removed, and how much room that made.
///
/// @param removed in order; containers by their ids
/// @param bytes of files that were deleted
public record Pruned<T>(List<T> removed, long bytes) {
    public Pruned {
        removed = List.copyOf(removed);
    }
}
