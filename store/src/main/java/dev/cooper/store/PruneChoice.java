// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Chooses what a rule takes: least recently used first, and what others build on only after them.
final class PruneChoice {
    private static final Comparator<CacheEntry> OLDEST_FIRST =
            Comparator.comparing(CacheEntry::lastUsed).thenComparing(CacheEntry::id);

    private PruneChoice() {}

    /// @param entries all that there are
    /// @param free bytes of the disk
    static List<CacheEntry> of(PruneRule rule, List<CacheEntry> entries, long free, Instant now) {
        Map<String, CacheEntry> byId = new HashMap<>();
        Map<String, Integer> children = new HashMap<>();
        long used = 0;
        for (CacheEntry each : entries) {
            byId.put(each.id(), each);
            if (each.parent() != null) {
                children.merge(each.parent(), 1, Integer::sum);
            }
            used += rule.isAbout(each) ? each.size() : 0;
        }
        long keep = rule.keep(used, free);
        PriorityQueue<CacheEntry> next = new PriorityQueue<>(OLDEST_FIRST);
        entries.stream()
                .filter(each -> !children.containsKey(each.id()) && may(rule, each, now))
                .forEach(next::add);
        List<CacheEntry> chosen = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        while (!next.isEmpty() && (!rule.hasBudget() || used > keep)) {
            CacheEntry entry = next.remove();
            chosen.add(entry);
            gone.add(entry.id());
            used -= entry.size();
            CacheEntry parent = entry.parent() == null ? null : byId.get(entry.parent());
            if (parent != null
                    && children.merge(parent.id(), -1, Integer::sum) == 0
                    && !gone.contains(parent.id())
                    && may(rule, parent, now)) {
                next.add(parent);
            }
        }
        return chosen;
    }

    private static boolean may(PruneRule rule, CacheEntry entry, Instant now) {
        return rule.isAbout(entry)
                && !entry.inUse()
                && !entry.lastUsed().plus(rule.unusedFor()).isAfter(now);
    }
}
