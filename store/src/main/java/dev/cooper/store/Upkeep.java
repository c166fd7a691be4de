// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the cache takes, and how it is kept from taking too much. Safe for threads and processes.
///
/// To prune is to forget: records go at once, and the files that nothing refers to any more with
/// the next collection, which is tried right away and left to whoever comes next while a build
/// runs. Owns the room `upkeep`: `pending`, which says that a collection is due, and `checked`,
/// whose time is that of the last look at the budget.
public final class Upkeep {
    private static final Name PENDING = Name.of("pending");
    private static final Name CHECKED = Name.of("checked");
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN_WHEN_FULL = Duration.ofMinutes(1);

    private final Store store;
    private final StoreRoot root;
    private final Workspace workspace;
    private final Locks locks;
    private final Parts parts;

    /// What of the store it looks into.
    record Parts(
            Snapshots snapshots,
            SnapshotSizes sizes,
            CacheRecords cache,
            CacheFolders folders,
            ContextDigests contexts,
            Reachable reachable) {}

    /// What was forgotten.
    ///
    /// @param entries in the order in which they went
    /// @param bytes how much room that made; less than the entries' sizes while others need them
    public record Pruned(List<CacheEntry> entries, long bytes) {}

    Upkeep(Store store, StoreRoot root, Workspace workspace, Locks locks, Parts parts) {
        this.store = store;
        this.root = root;
        this.workspace = workspace;
        this.locks = locks;
        this.parts = parts;
    }

    private CacheInventory inventory() {
        return new CacheInventory(
                parts.snapshots(),
                parts.sizes(),
                parts.cache(),
                parts.folders(),
                parts.contexts(),
                parts.reachable());
    }

    /// Everything in the cache, most recently used first.
    public List<CacheEntry> cache() throws IOException {
        List<CacheEntry> entries = new ArrayList<>(inventory().entries());
        entries.sort(
                Comparator.comparing(CacheEntry::lastUsed)
                        .reversed()
                        .thenComparing(CacheEntry::id));
        return entries;
    }

    /// Bytes of the file system that the store lies on.
    public long diskSize() {
        return root.path().toFile().getTotalSpace();
    }

    /// Bytes of it that may still be written.
    public long diskFree() {
        return root.path().toFile().getUsableSpace();
    }

    /// Forgets what the rule takes, and collects.
    public Pruned prune(PruneRule rule) throws IOException {
        CacheInventory inventory = inventory();
        List<CacheEntry> gone = new ArrayList<>();
        long bytes = 0;
        for (CacheEntry each :
                PruneChoice.of(rule, inventory.entries(), diskFree(), Instant.now())) {
            if (inventory.forget(each)) {
                gone.add(each);
                bytes += each.kind().isDeletedAtOnce() ? each.size() : 0;
            }
        }
        return new Pruned(gone, bytes + (gone.isEmpty() ? 0 : collect()));
    }

    /// Deletes what nothing refers to; if somebody builds, it is left for the end of that build.
    ///
    /// @return how many bytes of files it deleted
    public long collect() throws IOException {
        Collection.Outcome outcome = store.tryCollect();
        if (!outcome.ran()) {
            workspace.publish(new byte[0], Room.UPKEEP, PENDING);
        }
        return outcome.bytes();
    }

    /// To be called when a build has ended and its lease is given back. Collects if that was put
    /// off. After a build that made something, keeps the cache within the rules, but looks only
    /// every ten minutes, or every minute while the disk has less than `minFree` left.
    ///
    /// @param made whether the build made anything new
    public void afterBuild(boolean made, List<PruneRule> rules) throws IOException {
        Dir room = root.dir(Room.UPKEEP);
        if (room.statOrNull(PENDING) != null) {
            Name taken = workspace.take(Room.UPKEEP, PENDING);
            if (taken != null) {
                workspace.dir().unlink(taken);
                collect();
            }
        }
        if (!made || rules.isEmpty()) {
            return;
        }
        long minFree = rules.stream().mapToLong(PruneRule::minFree).max().orElse(0);
        Duration pause = diskFree() < minFree ? LOOK_AGAIN_WHEN_FULL : LOOK_AGAIN;
        Stat last = room.statOrNull(CHECKED);
        long now = Instant.now().getEpochSecond();
        if (last != null && Math.abs(now - last.mtimeSeconds()) < pause.toSeconds()) {
            return;
        }
        try (LockFile alone = locks.tryExclusive(Locks.UPKEEP)) {
            if (alone == null) {
                return;
            }
            workspace.publish(new byte[0], Room.UPKEEP, CHECKED);
            for (PruneRule each : rules) {
                prune(each);
            }
        }
    }
}
