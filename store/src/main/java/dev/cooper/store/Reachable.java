// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The snapshots that images, containers and open drafts need, whatever the cache says.
final class Reachable {
    private final StoreRoot root;
    private final Snapshots snapshots;
    private final LayerRecords layers;
    private final ImageRecords images;
    private final ContainerRecords containers;

    Reachable(
            StoreRoot root,
            Snapshots snapshots,
            LayerRecords layers,
            ImageRecords images,
            ContainerRecords containers) {
        this.root = root;
        this.snapshots = snapshots;
        this.layers = layers;
        this.images = images;
        this.containers = containers;
    }

    /// Those of images and containers, with all below them.
    Set<SnapshotId> snapshots() throws IOException {
        Set<SnapshotId> all = new HashSet<>();
        for (Digest id : images.ids()) {
            try {
                byte[] config = images.find(id);
                if (config == null) {
                    continue;
                }
                for (Digest chain : ChainIds.of(ImageConfig.parse(config).diffIds())) {
                    LayerRecord layer = layers.ofChain(chain);
                    add(layer == null ? null : layer.snapshot(), all);
                }
            } catch (CorruptStoreException | MalformedImageException e) {
                // Nobody can use it any more.
            }
        }
        for (String id : containers.ids()) {
            try {
                ContainerRecord container = containers.find(id);
                add(container == null ? null : container.top(), all);
            } catch (CorruptStoreException e) {
                // Nothing can be started from it.
            }
        }
        return all;
    }

    /// Those that somebody is building upon, with all below them.
    Set<SnapshotId> drafts() throws IOException {
        Set<SnapshotId> all = new HashSet<>();
        Dir tmp = root.dir(Room.TMP);
        for (DirEntry session : tmp.list()) {
            try (Dir dir = tmp.openDir(session.name())) {
                for (DirEntry each : dir.list()) {
                    if (each.type() == FileType.DIRECTORY) {
                        add(Snapshots.parentOfDraft(dir, each.name()).orElse(null), all);
                    }
                }
            } catch (PosixException e) {
                // Its owner has closed the store meanwhile.
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
        return all;
    }

    /// The snapshot with its parents, as far as they are there.
    private void add(@Nullable SnapshotId top, Set<SnapshotId> all) throws IOException {
        try {
            for (SnapshotId each = top;
                    each != null && all.add(each);
                    each = snapshots.parent(each).orElse(null)) {
                // The condition does it.
            }
        } catch (CorruptStoreException e) {
            // A chain that isn't whole helps nobody.
        }
    }
}
