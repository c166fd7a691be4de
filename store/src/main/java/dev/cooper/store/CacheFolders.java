// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folders that outlive the steps that use them (`RUN --mount=type=cache`), by name. A name may be
/// anything: it is hashed. Safe for threads and processes.
///
/// Owns the form of `mounts/HEX`, the folder, and of `mounts/HEX.info`, which says its name and
/// since when there is one; the time of that file is the folder's last use. A folder is made, used
/// and deleted under its lock.
public final class CacheFolders {
    /// How users of one folder get along.
    public enum Sharing {
        /// All use it at once.
        SHARED,
        /// Whoever comes while it is in use gets another one.
        PRIVATE,
        /// One waits for the other.
        LOCKED
    }

    /// Fills a folder that is new, before anybody else sees it.
    public interface Seed {
        void fill(Dir folder) throws IOException, InterruptedException;
    }

    private final StoreRoot root;
    private final Locks locks;
    private final Workspace workspace;
    private final MountInfos infos;

    CacheFolders(StoreRoot root, Locks locks, Workspace workspace) {
        this.root = root;
        this.locks = locks;
        this.workspace = workspace;
        this.infos = new MountInfos(root, workspace);
    }

    /// Takes a folder, which is made if it is new: root's, mode 0755, unless the seed says
    /// otherwise. Waits if it is locked.
    public CacheFolder take(String name, Sharing sharing, Seed seed)
            throws IOException, InterruptedException {
        String hex = hex(name);
        return switch (sharing) {
            case SHARED -> made(name, hex, locks.keyShared(key(hex)), seed);
            case LOCKED -> made(name, hex, locks.key(key(hex)), seed);
            case PRIVATE -> {
                for (int i = 0; ; i++) {
                    String own = i == 0 ? hex : hex + "-" + i;
                    LockFile lock = locks.tryKey(key(own));
                    if (lock != null) {
                        yield made(name, own, lock, seed);
                    }
                }
            }
        };
    }

    private static String hex(String name) {
        return Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String key(String id) {
        return "mount " + id;
    }

    private CacheFolder made(String title, String id, LockFile lock, Seed seed)
            throws IOException, InterruptedException {
        try {
            Dir room = root.dir(Room.MOUNTS);
            Name name = Name.of(id);
            if (room.statOrNull(name) == null) {
                make(room, name, seed);
            }
            infos.touch(id, title);
            return new CacheFolder(root.path(Room.MOUNTS).resolve(id), lock);
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Takes a folder that is there, for oneself; null if there is none, or somebody uses it.
    public @Nullable CacheFolder tryTake(String name) throws IOException {
        String hex = hex(name);
        LockFile lock = locks.tryKey(key(hex));
        if (lock == null || root.dir(Room.MOUNTS).statOrNull(Name.of(hex)) == null) {
            if (lock != null) {
                lock.close();
            }
            return null;
        }
        return new CacheFolder(root.path(Room.MOUNTS).resolve(hex), lock);
    }

    /// Whether there is a folder of this name.
    public boolean has(String name) throws IOException {
        return root.dir(Room.MOUNTS).statOrNull(Name.of(hex(name))) != null;
    }

    /// A folder that is there.
    ///
    /// @param id what it is called in the room
    /// @param name as it was asked for; empty where nobody knows any more
    record Kept(
            String id, String name, Instant created, Instant lastUsed, int uses, boolean inUse) {}

    List<Kept> list() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (DirEntry each : root.dir(Room.MOUNTS).list()) {
            if (each.type() == FileType.DIRECTORY) {
                String id = each.name().text();
                MountInfos.Known info = infos.find(id);
                boolean free;
                try (LockFile lock = locks.tryKey(key(id))) {
                    free = lock != null;
                }
                all.add(
                        new Kept(
                                id,
                                info.name(),
                                info.created(),
                                info.lastUsed(),
                                info.uses(),
                                !free));
            }
        }
        return all;
    }

    long size(String id) throws IOException {
        try (Dir folder = root.dir(Room.MOUNTS).openDir(Name.of(id))) {
            return TreeSize.of(folder);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return 0;
            }
            throw e;
        }
    }

    /// Deletes a folder; false if somebody uses it, or it is gone.
    boolean remove(String id) throws IOException {
        Name hidden;
        try (LockFile lock = locks.tryKey(key(id))) {
            if (lock == null) {
                return false;
            }
            infos.remove(id);
            hidden = workspace.take(Room.MOUNTS, Name.of(id));
        }
        if (hidden != null) {
            workspace.dir().deleteTree(hidden);
        }
        return hidden != null;
    }

    private void make(Dir room, Name name, Seed seed) throws IOException, InterruptedException {
        Dir tmp = workspace.dir();
        Name draft = workspace.fresh();
        tmp.mkdir(draft, 0755);
        try (Dir folder = tmp.openDir(draft)) {
            seed.fill(folder);
            tmp.renameNoReplace(draft, room, name);
        } catch (PosixException e) {
            tmp.deleteTree(draft);
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        } catch (IOException | InterruptedException e) {
            tmp.deleteTree(draft);
            throw e;
        }
    }

    /// A folder in use; closing gives it back.
    public record CacheFolder(Path path, LockFile lock) implements AutoCloseable {
        @Override
        public void close() {
            lock.close();
        }
    }
}
