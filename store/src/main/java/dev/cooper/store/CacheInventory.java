// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that is kept for later builds, and what to delete to forget it. One step may have several
/// records, for each key that leads to its result: together they are one entry.
final class CacheInventory {
    private static final String NAME = "name ";

    private final Snapshots snapshots;
    private final SnapshotSizes sizes;
    private final CacheRecords records;
    private final CacheFolders folders;
    private final ContextDigests contexts;
    private final Reachable reachable;
    private final Map<String, List<Digest>> keys = new HashMap<>();
    private final Map<String, Found> steps = new HashMap<>();

    private record Found(CacheRecord record, Instant lastUsed, int uses) {}

    CacheInventory(
            Snapshots snapshots,
            SnapshotSizes sizes,
            CacheRecords records,
            CacheFolders folders,
            ContextDigests contexts,
            Reachable reachable) {
        this.snapshots = snapshots;
        this.sizes = sizes;
        this.records = records;
        this.folders = folders;
        this.contexts = contexts;
        this.reachable = reachable;
    }

    /// In no order.
    List<CacheEntry> entries() throws IOException {
        for (Digest key : records.keys()) {
            Optional<CacheRecords.Used> used = records.peek(key);
            if (used.isPresent()) {
                add(key, used.get());
            }
        }
        Set<SnapshotId> kept = reachable.snapshots();
        Set<SnapshotId> working = reachable.drafts();
        List<CacheEntry> entries = new ArrayList<>();
        for (Map.Entry<String, Found> each : steps.entrySet()) {
            entries.add(step(each.getKey(), each.getValue(), kept, working));
        }
        for (CacheFolders.Kept each : folders.list()) {
            entries.add(
                    new CacheEntry(
                            each.id(),
                            CacheEntry.Kind.MOUNT,
                            folders.size(each.id()),
                            each.created(),
                            each.lastUsed(),
                            each.uses(),
                            false,
                            each.inUse(),
                            null,
                            "cache mount " + oneLine(each.name())));
        }
        for (ContextDigests.Kept each : contexts.list()) {
            entries.add(
                    new CacheEntry(
                            each.id(),
                            CacheEntry.Kind.CONTEXT,
                            each.size(),
                            each.created(),
                            each.lastUsed(),
                            0,
                            false,
                            false,
                            null,
                            "digests of files in " + oneLine(each.path())));
        }
        return entries;
    }

    private void add(Digest key, CacheRecords.Used used) {
        SnapshotId snapshot = used.record().snapshot();
        String id = snapshot == null ? used.record().key().hex() : snapshot.value();
        keys.computeIfAbsent(id, _ -> new ArrayList<>()).add(key);
        Found known = steps.get(id);
        if (known == null) {
            steps.put(id, new Found(used.record(), used.lastUsed(), used.uses()));
            return;
        }
        boolean own = key.equals(used.record().key());
        steps.put(
                id,
                new Found(
                        own ? used.record() : known.record(),
                        latest(used.lastUsed(), known.lastUsed()),
                        Math.max(used.uses(), known.uses())));
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private CacheEntry step(String id, Found found, Set<SnapshotId> kept, Set<SnapshotId> working)
            throws IOException {
        CacheRecord record = found.record();
        SnapshotId snapshot = record.snapshot();
        String said = record.detail().lines().findFirst().orElse("");
        return new CacheEntry(
                id,
                snapshot == null
                        ? CacheEntry.Kind.FACT
                        : said.startsWith("git ") ? CacheEntry.Kind.GIT : CacheEntry.Kind.STEP,
                snapshot == null ? 0 : sizes.of(snapshot),
                record.created(),
                latest(found.lastUsed(), record.created()),
                found.uses(),
                snapshot != null && kept.contains(snapshot),
                snapshot != null && working.contains(snapshot),
                parent(snapshot),
                said.startsWith(NAME) ? said.substring(NAME.length()) : said);
    }

    /// The nearest snapshot below that is an entry too.
    private @Nullable String parent(@Nullable SnapshotId snapshot) throws IOException {
        if (snapshot == null) {
            return null;
        }
        try {
            Optional<SnapshotId> below = snapshots.parent(snapshot);
            while (below.isPresent()) {
                if (steps.containsKey(below.get().value())) {
                    return below.get().value();
                }
                below = snapshots.parent(below.get());
            }
            return null;
        } catch (CorruptStoreException e) {
            // It went meanwhile.
            return null;
        }
    }

    private static String oneLine(String name) {
        return name.replace('\n', ' ').strip();
    }

    /// Forgets an entry of [#entries].
    ///
    /// @return false if somebody had begun to use it
    boolean forget(CacheEntry entry) throws IOException {
        if (entry.kind() == CacheEntry.Kind.MOUNT) {
            return folders.remove(entry.id());
        }
        if (entry.kind() == CacheEntry.Kind.CONTEXT) {
            return contexts.remove(entry.id());
        }
        for (Digest key : new HashSet<>(keys.getOrDefault(entry.id(), List.of()))) {
            records.remove(key);
        }
        return true;
    }
}
