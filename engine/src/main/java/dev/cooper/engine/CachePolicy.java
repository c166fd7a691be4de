// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.store.CacheEntry;
import dev.cooper.store.PruneRule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;

/// How much of the disk the cache may take when nobody prunes it. Looked at after builds that made
/// something, at most every ten minutes.
///
/// In this order, and never what an image, a container or a running build uses:
///
/// 1. shared folders and git checkouts that weren't used for two days, least recently used first,
///    while these take more than 512 MB;
/// 2. whatever wasn't used for `unusedFor`;
/// 3. least recently used first, until the cache takes no more than `maxUsed` and `minFree` of the
///    disk is free; but never below `reserved`.
///
/// @param on false never takes anything
/// @param reserved bytes; empty for 10 GB, or a tenth of the disk if that is less
/// @param maxUsed bytes; empty for 100 GB, or four fifths of the disk if that is less
/// @param minFree bytes; empty for a fifth of the disk
/// @param unusedFor usually 60 days
public record CachePolicy(
        boolean on,
        OptionalLong reserved,
        OptionalLong maxUsed,
        OptionalLong minFree,
        Duration unusedFor) {
    public static final CachePolicy USUAL =
            new CachePolicy(
                    true,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Duration.ofDays(60));

    private static final long GB = 1_000_000_000;

    List<PruneRule> rules(long diskSize) {
        if (!on) {
            return List.of();
        }
        long reserve = reserved.orElse(Math.min(10 * GB, diskSize / 10));
        long most = maxUsed.orElse(Math.min(100 * GB, diskSize / 5 * 4));
        long free = minFree.orElse(diskSize / 5);
        return List.of(
                PruneRule.UNSHARED
                        .of(EnumSet.of(CacheEntry.Kind.MOUNT, CacheEntry.Kind.GIT))
                        .unusedFor(Duration.ofDays(2))
                        .budget(0, 512_000_000, 0),
                PruneRule.UNSHARED.unusedFor(unusedFor),
                PruneRule.UNSHARED.budget(reserve, most, free));
    }
}
