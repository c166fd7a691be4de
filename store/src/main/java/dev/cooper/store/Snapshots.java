// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.posix.TreeCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// File trees by id: each is an overlay upper directory with a parent. Immutable once they have an
/// id. Safe for threads and processes.
///
/// A null id is the empty tree below every chain (`FROM scratch`).
///
/// Owns the form of `snapshots/ID`: `fs`, and `meta`, a record with the parent.
public final class Snapshots {
    static final String FS = "fs";
    static final String WORK = "work";

    private static final String KIND = "snapshot";
    private static final Name META = Name.of("meta");
    private static final Name EMPTY = Name.of("empty");
    private static final int LONGEST_CHAIN = 10_000;

    private final StoreRoot root;
    private final Locks locks;
    private final Workspace workspace;
    private final Snapshotter snapshotter;
    private final Wholes wholes;

    /// Parents never change and ids never come again; whether a snapshot is still there is asked of
    /// the disk each time.
    private final Map<SnapshotId, Optional<SnapshotId>> parents = new ConcurrentHashMap<>();

    Snapshots(StoreRoot root, Locks locks, Workspace workspace) {
        this.root = root;
        this.locks = locks;
        this.workspace = workspace;
        this.snapshotter = new Snapshotter(root, workspace);
        this.wholes = new Wholes(root, locks, workspace);
    }

    /// A new tree over `parent`.
    ///
    /// @throws CorruptStoreException if the chain of `parent` isn't whole
    public Draft draft(@Nullable SnapshotId parent) throws IOException {
        // The parent can't be collected before the draft, which keeps it, is there.
        try (LockFile _ = locks.shared(Locks.STORE)) {
            SnapshotId id = new SnapshotId(RandomIds.shortId());
            Name name = Name.of(id.value());
            Dir tmp = workspace.dir();
            List<Path> below = folders(parent);
            tmp.mkdir(name, 0700);
            try (Dir dir = tmp.openDir(name)) {
                Json.Obj fields =
                        Json.object().put("parent", parent == null ? null : parent.value()).build();
                byte[] meta = RecordFile.of(fields).encode(KIND, id.value());
                try (OpenFile file = dir.create(META, 0600)) {
                    file.write(meta, 0, meta.length);
                }
                makeTree(dir, parent);
            } catch (IOException e) {
                tmp.deleteTree(name);
                throw e;
            }
            return parent != null && snapshotter.copies()
                    ? new Draft(List.of(), below.getFirst(), id, workspace)
                    : new Draft(below, null, id, workspace);
        }
    }

    /// Makes `fs` and `work` in a new folder; the root is as the parent's.
    void makeTree(Dir folder, @Nullable SnapshotId parent) throws IOException {
        folder.mkdir(Name.of(WORK), 0700);
        folder.mkdir(Name.of(FS), 0755);
        if (parent != null) {
            try (Dir fs = folder.openDir(Name.of(FS));
                    Dir above = root.dir(Room.SNAPSHOTS).openDir(file(parent, FS))) {
                Stat like = above.self();
                fs.chownSelf(like.uid(), like.gid());
                fs.adoptLinks(above);
                fs.chmodSelf(like.permissions());
                for (Map.Entry<String, byte[]> each : above.xattrsSelf().entrySet()) {
                    if (LayerXattrs.belongs(each.getKey())) {
                        fs.setXattrSelf(each.getKey(), each.getValue());
                    }
                }
                fs.setTimesSelf(like.mtimeSeconds(), like.mtimeNanos());
            }
        }
    }

    /// The snapshot and those below it, newest first; empty for null.
    ///
    /// @throws CorruptStoreException if one of them is missing
    public List<SnapshotId> chain(@Nullable SnapshotId id) throws IOException {
        List<SnapshotId> chain = new ArrayList<>();
        for (SnapshotId at = id; at != null; at = parent(at).orElse(null)) {
            chain.add(at);
            if (chain.size() > LONGEST_CHAIN) {
                throw new CorruptStoreException("the parents of snapshot " + id + " have no end");
            }
        }
        return chain;
    }

    /// The parent, empty for none.
    ///
    /// @throws CorruptStoreException if the snapshot is missing or damaged
    Optional<SnapshotId> parent(SnapshotId id) throws IOException {
        Optional<SnapshotId> known = parents.get(id);
        Dir room = root.dir(Room.SNAPSHOTS);
        if (known != null && room.statOrNull(file(id, FS)) != null) {
            return known;
        }
        RecordFile meta = RecordFile.read(room, file(id, META.text()), KIND, id.value());
        if (meta == null) {
            throw new CorruptStoreException(
                    "snapshot %s is not in the store %s: build or pull the image again"
                            .formatted(id, root.path()));
        }
        Optional<SnapshotId> parent = parent(meta);
        parents.put(id, parent);
        return parent;
    }

    private static Optional<SnapshotId> parent(RecordFile meta) throws MalformedJsonException {
        return Optional.ofNullable(meta.fields().string("parent")).map(SnapshotId::new);
    }

    /// The parent of a draft in `tmp`, empty for none and for what is no draft.
    static Optional<SnapshotId> parentOfDraft(Dir session, Name draft) throws IOException {
        try {
            RecordFile meta = RecordFile.read(session, draft.child(META), KIND, draft.text());
            return meta == null ? Optional.empty() : parent(meta);
        } catch (CorruptStoreException e) {
            // Being written, or something else.
            return Optional.empty();
        }
    }

    /// Whether it and all its parents are there.
    ///
    /// @param known those that are; added to
    boolean isWhole(@Nullable SnapshotId id, Set<SnapshotId> known) throws IOException {
        List<SnapshotId> seen = new ArrayList<>();
        try {
            for (SnapshotId at = id;
                    at != null && !known.contains(at) && seen.size() <= LONGEST_CHAIN;
                    at = parent(at).orElse(null)) {
                seen.add(at);
            }
        } catch (CorruptStoreException e) {
            return false;
        }
        if (seen.size() > LONGEST_CHAIN) {
            return false;
        }
        known.addAll(seen);
        return true;
    }

    /// Whether it and all its parents are there.
    boolean isWhole(@Nullable SnapshotId id) throws IOException {
        return isWhole(id, new HashSet<>());
    }

    /// The folders that make up the tree, newest first: the `fs` of each of [#chain], or, where
    /// there are no overlays, one folder of the whole.
    public List<Path> folders(@Nullable SnapshotId id) throws IOException {
        List<SnapshotId> chain = chain(id);
        return chain.size() > 1 && snapshotter.copies()
                ? List.of(wholes.of(chain))
                : chain.stream().map(this::folder).toList();
    }

    /// How the trees of chains are put together, for people: `overlayfs` or `copying`.
    public String driver() throws IOException {
        return snapshotter.copies() ? "copying" : "overlayfs";
    }

    /// As [#makeTree], for a container.
    ///
    /// @return whether `fs` is the whole tree, and not only what the container changes of it
    boolean makeContainer(Dir folder, @Nullable SnapshotId top) throws IOException {
        makeTree(folder, top);
        if (top == null || !snapshotter.copies()) {
            return false;
        }
        try (Dir from = Dir.open(folders(top).getFirst());
                Dir to = folder.openDir(Name.of(FS))) {
            TreeCopy.copy(from, to);
        }
        return true;
    }

    private Path folder(SnapshotId id) {
        return root.path(Room.SNAPSHOTS).resolve(id.value()).resolve(FS);
    }

    /// The whole tree, merged, read-only; for the caller to close.
    public Dir open(@Nullable SnapshotId id) throws IOException {
        if (id == null) {
            return emptyTree();
        }
        return Overlay.mount(folders(id), null, null);
    }

    /// The snapshot's own changes, in overlay form; for the caller to close.
    Dir openOwn(SnapshotId id) throws IOException {
        return root.dir(Room.SNAPSHOTS).openDir(file(id, FS));
    }

    /// One empty folder of the session stands for it.
    private Dir emptyTree() throws IOException {
        Dir tmp = workspace.dir();
        try {
            tmp.mkdir(EMPTY, 0755);
        } catch (PosixException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        return tmp.openDir(EMPTY);
    }

    /// A file of a snapshot's folder, from the room.
    static Name file(SnapshotId id, String name) {
        return Name.of(id.value() + "/" + name);
    }
}
