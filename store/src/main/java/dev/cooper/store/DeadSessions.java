// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folders in `tmp` whose owners have ended without closing their store. Whoever opens the store
/// deletes them, in the background: a killed build may have left a hundred thousand files, and the
/// next command shall not wait for them. A deletion that is cut off goes on at the next opening.
final class DeadSessions {
    private record Dead(Name name, LockFile lock) {}

    private DeadSessions() {}

    /// One listing when there is nothing to do.
    ///
    /// @return the deletion, null if there is none
    static @Nullable Thread sweep(StoreRoot root, Locks locks) throws PosixException {
        Dir tmp = root.dir(Room.TMP);
        List<DirEntry> entries = tmp.list();
        if (entries.isEmpty()) {
            return null;
        }
        List<Dead> dead = new ArrayList<>();
        // Under this lock each folder has its owner's lock. Somebody who has it now will see to
        // the rest, or come again.
        try (LockFile guard = locks.tryExclusive(Locks.SESSIONS)) {
            if (guard != null) {
                for (DirEntry each : entries) {
                    LockFile lock = lockOfDead(root.path(Room.TMP), each.name());
                    if (lock != null) {
                        dead.add(new Dead(each.name(), lock));
                    }
                }
            }
        }
        if (dead.isEmpty()) {
            return null;
        }
        // A descriptor of its own: the store may be closed before this ends.
        Dir own = tmp.duplicate();
        return Thread.ofPlatform()
                .daemon()
                .name("store-sweep")
                .start(() -> {
                    try (own) {
                        dead.forEach(each -> delete(own, each));
                    }
                });
    }

    private static @Nullable LockFile lockOfDead(Path tmp, Name session) throws PosixException {
        try {
            return LockFile.tryAcquire(tmp.resolve(session.text()).resolve(Workspace.LOCK), true);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return null;
            }
            throw e;
        }
    }

    private static void delete(Dir tmp, Dead dead) {
        try (LockFile _ = dead.lock()) {
            tmp.deleteTree(dead.name());
        } catch (PosixException e) {
            System.getLogger(DeadSessions.class.getName())
                    .log(Level.DEBUG, "{0} is left for the next sweep: {1}", dead.name(), e);
        }
    }
}
