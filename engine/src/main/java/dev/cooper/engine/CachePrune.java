// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Which cache entries to forget: those that match and weren't used for so long. With a budget
/// (`reserved`, `maxUsed` or `minFree`), of these the least recently used until the rest fits.
///
/// @param all also those whose files an image has: their steps will run again, but nothing is freed
/// @param ids only these, by their beginnings; empty for any
/// @param types only these ([CacheUse#type]); empty for any
/// @param shared only those that an image has too, or only those that none has
/// @param reserved bytes that stay in any case; 0 for none
/// @param maxUsed bytes that may stay at most; 0 for no limit
/// @param minFree bytes of the disk that shall be free; 0 for no limit
public record CachePrune(
        boolean all,
        Set<String> ids,
        Set<String> types,
        Optional<Boolean> shared,
        Duration unusedFor,
        long reserved,
        long maxUsed,
        long minFree) {
    /// All that nothing else uses.
    public static final CachePrune UNUSED =
            new CachePrune(false, Set.of(), Set.of(), Optional.empty(), Duration.ZERO, 0, 0, 0);

    public CachePrune {
        ids = Set.copyOf(ids);
        types = Set.copyOf(types);
    }
}
