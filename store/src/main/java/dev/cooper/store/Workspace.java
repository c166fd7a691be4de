// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one open store is writing: a folder of its own in `tmp`, made when first needed, and the
/// way from there to the other rooms, which is a rename. Owns the form of `tmp/ID`: a file `lock`
/// that the owner has locked, and whatever is being made.
///
/// For any number of threads.
final class Workspace implements AutoCloseable {
    static final String LOCK = "lock";

    private final StoreRoot root;
    private final Locks locks;
    private final AtomicLong names = new AtomicLong();
    private @Nullable Session session;
    private boolean closed;

    private record Session(Name id, Dir dir, LockFile lock, Discards discards) {}

    Workspace(StoreRoot root, Locks locks) {
        this.root = root;
        this.locks = locks;
    }

    private synchronized Session session() throws IOException {
        if (closed) {
            throw new IOException("the store " + root.path() + " is closed");
        }
        Session open = session;
        if (open == null) {
            open = begin();
            session = open;
        }
        return open;
    }

    /// Nobody looks for dead sessions between the folder and its lock.
    private Session begin() throws IOException {
        String id = RandomIds.shortId();
        Dir tmp = root.dir(Room.TMP);
        try (LockFile _ = locks.exclusive(Locks.SESSIONS)) {
            tmp.mkdir(Name.of(id), 0700);
            Dir dir = tmp.openDir(Name.of(id));
            return new Session(
                    Name.of(id),
                    dir,
                    LockFile.acquire(root.path(Room.TMP).resolve(id).resolve(LOCK), true),
                    new Discards(dir));
        }
    }

    Dir dir() throws IOException {
        return session().dir();
    }

    Path path() throws IOException {
        return root.path(Room.TMP).resolve(session().id().text());
    }

    /// A name that nothing in the folder has.
    Name fresh() {
        return Name.of("f" + names.incrementAndGet());
    }

    /// Puts a small file in a room: there is the old one or the new one at any time.
    ///
    /// @param file in the room; the folders on its way are made
    void publish(byte[] content, Room room, Name file) throws IOException {
        publish(content, room, file, false);
    }

    /// As [#publish], and on the disk when it returns.
    void publishDurably(byte[] content, Room room, Name file) throws IOException {
        publish(content, room, file, true);
    }

    private void publish(byte[] content, Room room, Name file, boolean durable) throws IOException {
        Name draft = fresh();
        Dir from = dir();
        try {
            try (OpenFile out = from.create(draft, 0600)) {
                out.write(content, 0, content.length);
                if (durable) {
                    out.sync();
                }
            }
            move(draft, room, file);
        } catch (PosixException e) {
            from.deleteTree(draft);
            throw new IOException(
                    "cannot write %s/%s of the store %s: %s"
                            .formatted(room.folder(), file, root.path(), e.getMessage()),
                    e);
        }
        if (durable) {
            syncFolder(room);
        }
    }

    /// Renames what was made here into a room, replacing a file of that name.
    void move(Name draft, Room room, Name file) throws IOException {
        Dir to = root.dir(room);
        try {
            dir().rename(draft, to, file);
        } catch (PosixException e) {
            Name folder = file.parent();
            if (!e.is(Errno.ENOENT) || folder == null) {
                throw e;
            }
            Name made = Name.of("");
            for (Name each : folder.components()) {
                made = made.child(each);
                StoreRoot.mkdirIfMissing(to, made);
            }
            dir().rename(draft, to, file);
        }
    }

    /// Takes something out of a room, to be deleted here.
    ///
    /// @return its new name; null if it wasn't there
    @Nullable Name take(Room room, Name file) throws IOException {
        Name here = fresh();
        try {
            root.dir(room).rename(file, dir(), here);
            return here;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        }
    }

    /// Deletes something in the folder without keeping the caller; at the latest when the store is
    /// closed.
    void discard(Name name) throws IOException {
        session().discards().add(name);
    }

    /// A file's new name is on the disk when its folder is.
    private void syncFolder(Room room) throws IOException {
        try (FileChannel folder = FileChannel.open(root.path(room), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Session open = session;
        session = null;
        if (open != null) {
            try (LockFile _ = open.lock()) {
                open.discards().close();
                open.dir().close();
                root.dir(Room.TMP).deleteTree(open.id());
            }
        }
    }
}
