// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Folders that outlive the steps that use them (`RUN --mount=type=cache`), by name (`mounts/HEX`).
/// A name may be anything: it is hashed. Safe for threads and processes.
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

    CacheFolders(StoreRoot root, Locks locks, Workspace workspace) {
        this.root = root;
        this.locks = locks;
        this.workspace = workspace;
    }

    /// Takes a folder, which is made if it is new: root's, mode 0755, unless the seed says
    /// otherwise. Waits if it is locked.
    public CacheFolder take(String name, Sharing sharing, Seed seed)
            throws IOException, InterruptedException {
        String hex = Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
        return switch (sharing) {
            case SHARED -> new CacheFolder(made(hex, seed), locks.keyShared("mount " + hex));
            case LOCKED -> {
                LockFile lock = locks.key("mount " + hex);
                yield new CacheFolder(made(hex, seed), lock);
            }
            case PRIVATE -> {
                for (int i = 0; ; i++) {
                    String own = i == 0 ? hex : hex + "-" + i;
                    LockFile lock = locks.tryKey("mount " + own);
                    if (lock != null) {
                        yield new CacheFolder(made(own, seed), lock);
                    }
                }
            }
        };
    }

    private Path made(String id, Seed seed) throws IOException, InterruptedException {
        StoreRoot.mkdirIfMissing(root.dir(), Room.MOUNTS.fileName());
        Dir room = root.dir(Room.MOUNTS);
        Name name = Name.of(id);
        if (room.statOrNull(name) == null) {
            make(room, name, seed);
        }
        return root.path(Room.MOUNTS).resolve(id);
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
