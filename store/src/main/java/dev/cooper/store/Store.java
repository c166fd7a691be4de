// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A store that is open. Any number may be open on one folder, in this process and in others; for
/// any number of threads.
public final class Store implements AutoCloseable {
    private final StoreRoot root;
    private final Locks locks;
    private final Workspace workspace;
    private final Epochs epochs;
    private final Snapshots snapshots;
    private final Blobs blobs;
    private final PackedLayers packed;
    private final LayerRecords layerRecords;
    private final Layers layers;
    private final ImageRecords imageRecords;
    private final Origins origins;
    private final Images images;
    private final CacheRecords cache;
    private final ContainerRecords containerRecords;
    private final Containers containers;
    private final CacheFolders cacheFolders;
    private final SnapshotSizes sizes;
    private final Builds builds;
    private final @Nullable Thread sweep;

    private Store(StoreRoot root, @Nullable String boot) throws IOException {
        this.root = root;
        locks = new Locks(root);
        workspace = new Workspace(root, locks);
        epochs = new Epochs(root, locks, workspace, boot);
        snapshots = new Snapshots(root, locks, workspace);
        layerRecords = new LayerRecords(root, workspace, epochs);
        blobs = new Blobs(root, workspace);
        packed = new PackedLayers(root, workspace, epochs, locks);
        layers = new Layers(snapshots, blobs, packed, layerRecords, locks, workspace);
        imageRecords = new ImageRecords(root, workspace, epochs);
        origins = new Origins(root, workspace);
        images = new Images(imageRecords, new Tags(root, workspace), origins, locks);
        cache = new CacheRecords(root, workspace, epochs, snapshots, locks);
        containerRecords = new ContainerRecords(root, workspace, snapshots);
        containers = new Containers(containerRecords, locks);
        builds = new Builds(root, workspace);
        sizes = new SnapshotSizes(root, workspace);
        cacheFolders = new CacheFolders(root, locks, workspace);
        sweep = DeadSessions.sweep(root, locks);
    }

    /// Opens the store at `root`, and makes it where there is none. Deletes what dead processes
    /// left in `tmp`, in the background.
    ///
    /// @throws UnusableStoreException if the folder can't be a store
    public static Store open(Path root) throws IOException {
        return open(root, null);
    }

    /// @param boot what the machine's boot is called; null to ask the kernel
    static Store open(Path root, @Nullable String boot) throws IOException {
        StoreRoot opened = StoreRoot.open(root);
        try {
            return new Store(opened, boot);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    public Path root() {
        return root.path();
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public Layers layers() {
        return layers;
    }

    public Blobs blobs() {
        return blobs;
    }

    public PackedLayers packed() {
        return packed;
    }

    public Images images() {
        return images;
    }

    public CacheRecords cache() {
        return cache;
    }

    public Containers containers() {
        return containers;
    }

    public CacheFolders cacheFolders() {
        return cacheFolders;
    }

    public Builds builds() {
        return builds;
    }

    /// A new, empty folder (mode 0700) of this open store, for a step's own files; deleted by the
    /// caller, or when the store is closed, or by the next process that opens the store.
    public Path scratch() throws IOException {
        Name name = workspace.fresh();
        workspace.dir().mkdir(name, 0700);
        return workspace.path().resolve(name.text());
    }

    /// Keeps a collection away while it is held: everything that work in progress has made and
    /// nothing refers to yet.
    public LockFile lease() throws IOException {
        return locks.shared(Locks.STORE);
    }

    /// Brings all that was published to the disk. To be called before a tag moves. Costs next to
    /// nothing when nothing was published since the last time.
    public void sync() throws IOException {
        epochs.sync();
    }

    /// Deletes what neither an image, a container, a cache record nor an open draft refers to. Does
    /// nothing while anybody holds a lease.
    ///
    /// @return whether it ran
    public boolean collect() throws IOException {
        return tryCollect().ran();
    }

    Collection.Outcome tryCollect() throws IOException {
        return new Collection(
                        root,
                        locks,
                        snapshots,
                        layerRecords,
                        packed,
                        imageRecords,
                        origins,
                        cache,
                        containerRecords)
                .run();
    }

    /// What the cache takes, and how it is kept from taking too much.
    public Upkeep upkeep() {
        Reachable reachable =
                new Reachable(root, snapshots, layerRecords, imageRecords, containerRecords);
        return new Upkeep(
                this,
                root,
                workspace,
                locks,
                new Upkeep.Parts(snapshots, sizes, cache, cacheFolders, reachable));
    }

    /// Waits until what dead processes left is deleted.
    void awaitSweep() throws InterruptedException {
        if (sweep != null) {
            sweep.join();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            workspace.close();
        } finally {
            root.close();
        }
    }
}
