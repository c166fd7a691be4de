// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.time.Instant;
import java.util.Optional;

/// A line of `docker history`, newest first.
///
/// @param createdBy the instruction, as the config's history tells it
/// @param size bytes of the files in the layer that this instruction made; 0 for one that made none
public record HistoryEntry(
        Optional<Instant> created,
        String createdBy,
        String comment,
        long size,
        boolean emptyLayer) {}
