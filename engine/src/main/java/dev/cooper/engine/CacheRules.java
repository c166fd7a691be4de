// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.store.CacheEntry;
import dev.cooper.store.PruneRule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/// A [CachePolicy] as the store applies it.
final class CacheRules {
    private static final long GB = 1_000_000_000;

    private CacheRules() {}

    static List<PruneRule> of(CachePolicy policy, long diskSize) {
        if (!policy.on()) {
            return List.of();
        }
        long reserve = policy.reserved().orElse(Math.min(10 * GB, diskSize / 10));
        long most = policy.maxUsed().orElse(Math.min(100 * GB, diskSize / 5 * 4));
        long free = policy.minFree().orElse(diskSize / 5);
        return List.of(
                PruneRule.UNSHARED
                        .of(
                                EnumSet.of(
                                        CacheEntry.Kind.MOUNT,
                                        CacheEntry.Kind.GIT,
                                        CacheEntry.Kind.CONTEXT))
                        .unusedFor(Duration.ofDays(2))
                        .budget(0, 512_000_000, 0),
                PruneRule.UNSHARED.unusedFor(policy.unusedFor()),
                PruneRule.UNSHARED.budget(reserve, most, free));
    }
}
