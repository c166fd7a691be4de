// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/// Which cache entries go. Never one that somebody works with, and never one that another entry, an
/// image or a container builds on.
///
/// Without a budget all go that match and weren't used for so long. With one, the least recently
/// used go until the rest fits: at most `maxUsed`, less where the disk has not `minFree` left, but
/// never below `reserved`.
///
/// @param kinds that it is about
/// @param unusedFor an entry used since then stays
/// @param reserved bytes that are never taken away; 0 for none
/// @param maxUsed bytes that are kept at most; 0 for no limit
/// @param minFree bytes of the disk that shall be free; 0 for no limit
/// @param shared whether entries count whose files an image or a container has too
/// @param matching what else must hold
public record PruneRule(
        Set<CacheEntry.Kind> kinds,
        Duration unusedFor,
        long reserved,
        long maxUsed,
        long minFree,
        boolean shared,
        Predicate<CacheEntry> matching) {
    /// Everything that nothing else has.
    public static final PruneRule UNSHARED =
            new PruneRule(
                    EnumSet.allOf(CacheEntry.Kind.class), Duration.ZERO, 0, 0, 0, false, _ -> true);

    public PruneRule {
        kinds = Set.copyOf(kinds);
    }

    public PruneRule of(Set<CacheEntry.Kind> only) {
        return new PruneRule(only, unusedFor, reserved, maxUsed, minFree, shared, matching);
    }

    public PruneRule unusedFor(Duration time) {
        return new PruneRule(kinds, time, reserved, maxUsed, minFree, shared, matching);
    }

    public PruneRule budget(long newReserved, long newMaxUsed, long newMinFree) {
        return new PruneRule(
                kinds, unusedFor, newReserved, newMaxUsed, newMinFree, shared, matching);
    }

    public PruneRule withShared() {
        return new PruneRule(kinds, unusedFor, reserved, maxUsed, minFree, true, matching);
    }

    public PruneRule where(Predicate<CacheEntry> more) {
        return new PruneRule(
                kinds, unusedFor, reserved, maxUsed, minFree, shared, matching.and(more));
    }

    boolean isAbout(CacheEntry entry) {
        return kinds.contains(entry.kind()) && (shared || !entry.shared()) && matching.test(entry);
    }

    boolean hasBudget() {
        return reserved > 0 || maxUsed > 0 || minFree > 0;
    }

    /// Bytes that may stay.
    ///
    /// @param used by what the rule is about
    /// @param free on the disk
    long keep(long used, long free) {
        if (!hasBudget()) {
            return 0;
        }
        long keep = maxUsed == 0 ? Long.MAX_VALUE : maxUsed;
        long missing = minFree - free;
        if (missing > 0) {
            keep = Math.min(keep, used - missing);
        }
        if (keep == Long.MAX_VALUE && minFree == 0) {
            // Only what is reserved was said: then that is the budget.
            keep = reserved;
        }
        return Math.max(keep, reserved);
    }
}
