// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One collection: marks what images, containers, cache records and open drafts refer to, moves the
/// rest to `trash` and deletes it from there. Only marking and moving need the store to itself.
final class Collection {
    private final StoreRoot root;
    private final Locks locks;
    private final Snapshots snapshots;
    private final LayerRecords layers;
    private final PackedLayers packed;
    private final ImageRecords images;
    private final Origins origins;
    private final CacheRecords cache;
    private final ContainerRecords containers;
    private final List<Name> discardedTrees = new ArrayList<>();
    private long bytes;

    private final Set<String> liveSnapshots = new HashSet<>();
    private final Set<String> liveChains = new HashSet<>();
    private final Set<String> liveBlobs = new HashSet<>();
    private final Set<String> livePacked = new HashSet<>();
    private final Set<String> liveOrigins = new HashSet<>();
    private final Set<String> liveSteps = new HashSet<>();

    Collection(
            StoreRoot root,
            Locks locks,
            Snapshots snapshots,
            LayerRecords layers,
            PackedLayers packed,
            ImageRecords images,
            Origins origins,
            CacheRecords cache,
            ContainerRecords containers) {
        this.root = root;
        this.locks = locks;
        this.snapshots = snapshots;
        this.layers = layers;
        this.packed = packed;
        this.images = images;
        this.origins = origins;
        this.cache = cache;
        this.containers = containers;
    }

    /// What came of it.
    ///
    /// @param ran false if somebody held a lease
    /// @param bytes of files that it deleted: of snapshots and of archives
    record Outcome(boolean ran, long bytes) {}

    Outcome run() throws IOException {
        try (LockFile alone = locks.tryExclusive(Locks.STORE)) {
            if (alone == null) {
                return new Outcome(false, 0);
            }
            mark();
            sweep();
        }
        try (LockFile trash = locks.tryExclusive(Locks.TRASH)) {
            if (trash != null) {
                Dir room = root.dir(Room.TRASH);
                for (Name each : discardedTrees) {
                    bytes += SnapshotSizes.ofDiscarded(room, each);
                }
                for (DirEntry each : room.list()) {
                    room.deleteTree(each.name());
                }
            }
        }
        return new Outcome(true, bytes);
    }

    private void mark() throws IOException {
        Set<Digest> ids = new HashSet<>(images.ids());
        for (Digest id : ids) {
            image(id);
        }
        for (Origin each : origins.list()) {
            if (ids.contains(each.image())) {
                liveOrigins.add(Origins.fileOf(each).text());
                liveBlobs.add(Blobs.file(each.root().digest()).text());
                liveBlobs.add(Blobs.file(each.manifest().digest()).text());
            }
        }
        for (String id : containers.ids()) {
            try {
                ContainerRecord container = containers.find(id);
                snapshot(container == null ? null : container.top());
            } catch (CorruptStoreException e) {
                // Nothing can be started from it; its own files stay.
            }
        }
        for (Digest key : cache.keys()) {
            Optional<CacheRecords.Used> found = cache.peek(key);
            if (found.isPresent()) {
                liveSteps.add(CacheRecords.file(key).text());
                liveSteps.add(CacheRecords.listingFile(key).text());
                snapshot(found.get().record().snapshot());
            }
        }
        drafts();
    }

    private void image(Digest id) throws IOException {
        try {
            byte[] config = images.find(id);
            if (config == null) {
                return;
            }
            ImageConfig parsed = ImageConfig.parse(config);
            for (Digest each : parsed.diffIds()) {
                archives(each);
                liveChains.add(LayerRecords.file(each).text());
            }
            for (Digest each : ChainIds.of(parsed.diffIds())) {
                liveChains.add(LayerRecords.file(each).text());
                LayerRecord layer = layers.ofChain(each);
                snapshot(layer == null ? null : layer.snapshot());
            }
        } catch (CorruptStoreException | MalformedImageException e) {
            // Nobody can use it any more, so nobody misses its layers.
        }
    }

    /// The snapshot with its parents, as far as they are there, and the archives they came from.
    private void snapshot(@Nullable SnapshotId top) throws IOException {
        try {
            for (SnapshotId each = top;
                    each != null && !liveSnapshots.contains(each.value());
                    each = snapshots.parent(each).orElse(null)) {
                liveSnapshots.add(each.value());
                LayerRecord layer = layers.ofSnapshot(each);
                if (layer != null) {
                    Digest diffId = layer.info().diffId();
                    archives(diffId);
                    liveChains.add(LayerRecords.file(diffId).text());
                }
            }
        } catch (CorruptStoreException e) {
            // A chain that isn't whole helps nobody; what there is of it may be another's.
        }
    }

    /// All forms in which a layer's archive may be here.
    private void archives(Digest diffId) throws IOException {
        liveBlobs.add(Blobs.file(diffId).text());
        livePacked.add(PackedLayers.file(diffId).text());
        for (PackedLayer each : packed.of(diffId)) {
            liveBlobs.add(Blobs.file(each.blob().digest()).text());
        }
    }

    private void drafts() throws IOException {
        Dir tmp = root.dir(Room.TMP);
        for (DirEntry session : tmp.list()) {
            try (Dir dir = tmp.openDir(session.name())) {
                for (DirEntry each : dir.list()) {
                    if (each.type() == FileType.DIRECTORY) {
                        snapshot(Snapshots.parentOfDraft(dir, each.name()).orElse(null));
                    }
                }
            } catch (PosixException e) {
                // Its owner has closed the store meanwhile.
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }

    private void sweep() throws IOException {
        for (DirEntry each : root.dir(Room.LAYERS).list()) {
            String name = each.name().text();
            if (!liveChains.contains(name) && !leadsToLife(name)) {
                discard(Room.LAYERS, each.name());
            }
        }
        sweepShelves(Room.ORIGINS, Name.of(""), 0, liveOrigins);
        sweepShelves(Room.PACKED, Name.of(""), 0, livePacked);
        sweepShelves(Room.CACHE, Name.of(""), 1, liveSteps);
        sweepShelves(Room.BLOBS, Name.of(""), 2, liveBlobs);
        for (DirEntry each : root.dir(Room.SNAPSHOTS).list()) {
            if (!liveSnapshots.contains(each.name().text())) {
                discardedTrees.add(discard(Room.SNAPSHOTS, each.name()));
            }
        }
        sweepLocks();
    }

    private boolean leadsToLife(String hex) throws IOException {
        Digest chainId = Digest.parseOrNull("sha256:" + hex);
        LayerRecord record = chainId == null ? null : layers.ofChain(chainId);
        SnapshotId snapshot = record == null ? null : record.snapshot();
        return snapshot != null && liveSnapshots.contains(snapshot.value());
    }

    private void sweepShelves(Room room, Name shelf, int depth, Set<String> live)
            throws IOException {
        Dir dir = root.dir(room);
        try (Dir here = shelf.isEmpty() ? dir.duplicate() : dir.openDir(shelf)) {
            for (DirEntry each : here.list()) {
                Name name = shelf.child(each.name());
                if (depth > 0) {
                    sweepShelves(room, name, depth - 1, live);
                } else if (!live.contains(name.text())) {
                    bytes += room == Room.BLOBS ? here.stat(each.name()).size() : 0;
                    discard(room, name);
                }
            }
        }
    }

    /// @return its name in the trash
    private Name discard(Room room, Name name) throws IOException {
        Name there = Name.of(RandomIds.shortId());
        root.dir(room).rename(name, root.dir(Room.TRASH), there);
        return there;
    }

    /// Nobody waits at a key's lock now: whoever does holds the store's.
    private void sweepLocks() throws IOException {
        Dir room = root.dir(Room.LOCKS);
        for (DirEntry each : room.list()) {
            if (Locks.isOfKey(each.name().text())) {
                try (LockFile free = locks.tryExclusive(each.name().text())) {
                    if (free != null) {
                        room.unlink(each.name());
                    }
                }
            }
        }
    }
}
