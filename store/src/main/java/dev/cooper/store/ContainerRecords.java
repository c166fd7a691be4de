// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of containers. Owns the forms of `containers/ID` (`record`, `state`, `log`, `lock`,
/// `fs` and `work`, and `whole` where `fs` is a copy of all of the image's files) and of
/// `names/NAME`, which holds an id. A name whose container isn't there, or says that it has another
/// one, is free. Who changes either holds the containers lock.
final class ContainerRecords {
    private static final String KIND = "container";
    private static final String KIND_OF_STATE = "container-state";
    private static final Name RECORD = Name.of("record");
    private static final Name STATE = Name.of("state");
    private static final Name WHOLE = Name.of("whole");
    private static final String LOCK = "lock";
    private static final int MOST_NAME = 200;

    private final StoreRoot root;
    private final Workspace workspace;
    private final Snapshots snapshots;

    ContainerRecords(StoreRoot root, Workspace workspace, Snapshots snapshots) {
        this.root = root;
        this.workspace = workspace;
        this.snapshots = snapshots;
    }

    /// First the name, then the container: killed between them, it has left a name that is free.
    void create(ContainerRecord container, Json.Obj state) throws IOException {
        if (!isName(container.name())) {
            throw new IllegalArgumentException("not a container's name: " + container.name());
        }
        String id = container.id();
        // Checks that the chain is whole.
        snapshots.chain(container.top());
        Name draft = workspace.fresh();
        Dir tmp = workspace.dir();
        tmp.mkdir(draft, 0700);
        try (Dir dir = tmp.openDir(draft)) {
            if (snapshots.makeContainer(dir, container.top())) {
                write(dir, WHOLE, new byte[0]);
            }
            write(dir, RECORD, RecordFile.of(container.fields()).encode(KIND, id));
            write(dir, STATE, RecordFile.of(state).encode(KIND_OF_STATE, id));
            workspace.publish(id.getBytes(UTF_8), Room.NAMES, Name.of(container.name()));
            workspace.move(draft, Room.CONTAINERS, Name.of(id));
        } catch (IOException e) {
            tmp.deleteTree(draft);
            throw e;
        }
    }

    private static void write(Dir dir, Name name, byte[] content) throws IOException {
        try (OpenFile file = dir.create(name, 0600)) {
            file.write(content, 0, content.length);
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MOST_NAME
                && name.charAt(0) != '.'
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || c == '_'
                                        || c == '.'
                                        || c == '-');
    }

    private static boolean isId(String text) {
        return text.length() == 64
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /// The id of the container of this name, null if nobody has it.
    @Nullable String owner(String name) throws IOException {
        if (!isName(name)) {
            return null;
        }
        byte[] bytes = RecordFile.contentOrNull(root.dir(Room.NAMES), Name.of(name));
        String id = bytes == null ? "" : new String(bytes, UTF_8);
        if (!isId(id)) {
            return null;
        }
        try {
            ContainerRecord container = find(id);
            return container != null && container.name().equals(name) ? id : null;
        } catch (CorruptStoreException e) {
            // Its record can't say whether it has the name.
            return null;
        }
    }

    /// @throws CorruptStoreException if it is damaged
    @Nullable ContainerRecord find(String id) throws IOException {
        RecordFile file =
                RecordFile.read(root.dir(Room.CONTAINERS), file(id).child(RECORD), KIND, id);
        try {
            return file == null ? null : ContainerRecord.of(id, file.fields());
        } catch (MalformedJsonException e) {
            throw new CorruptStoreException("the record of container " + id + " is damaged", e);
        }
    }

    List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (DirEntry each : root.dir(Room.CONTAINERS).list()) {
            String id = each.name().text();
            if (isId(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    Json.Obj state(String id) throws IOException {
        RecordFile file =
                RecordFile.read(
                        root.dir(Room.CONTAINERS), file(id).child(STATE), KIND_OF_STATE, id);
        if (file == null) {
            throw gone(id);
        }
        return file.fields();
    }

    void putState(String id, Json.Obj state) throws IOException {
        if (root.dir(Room.CONTAINERS).statOrNull(file(id)) == null) {
            throw gone(id);
        }
        workspace.publish(
                RecordFile.of(state).encode(KIND_OF_STATE, id),
                Room.CONTAINERS,
                file(id).child(STATE));
    }

    private boolean isWhole(ContainerRecord container) throws IOException {
        return root.dir(Room.CONTAINERS).statOrNull(file(container.id()).child(WHOLE)) != null;
    }

    WritableTree tree(ContainerRecord container) throws IOException {
        Path folder = path(container.id());
        return new WritableTree(
                isWhole(container) ? List.of() : snapshots.folders(container.top()),
                folder.resolve(Snapshots.FS),
                folder.resolve(Snapshots.WORK),
                false);
    }

    List<TreeChanges.TreeChange> changes(ContainerRecord container)
            throws IOException, InterruptedException {
        try (Dir own =
                        root.dir(Room.CONTAINERS)
                                .openDir(file(container.id()).child(Name.of(Snapshots.FS)));
                Dir below = container.top() == null ? null : snapshots.open(container.top())) {
            return TreeChanges.of(own, below, isWhole(container));
        }
    }

    /// How much the container itself has written, in bytes, or has a copy of; 0 if it is gone.
    long size(String id) throws IOException {
        Name fs = file(id).child(Name.of(Snapshots.FS));
        try (Dir tree = root.dir(Room.CONTAINERS).openDir(fs)) {
            return TreeSize.of(tree);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return 0;
            }
            throw e;
        }
    }

    Path log(String id) {
        return path(id).resolve("log");
    }

    @Nullable LockFile tryLock(String id) throws IOException {
        try {
            LockFile lock = LockFile.tryAcquire(path(id).resolve(LOCK), true);
            return lock == null ? null : ofOneThatIsThere(lock, id);
        } catch (PosixException e) {
            throw e.is(Errno.ENOENT) ? gone(id) : e;
        }
    }

    LockFile lock(String id) throws IOException {
        try {
            return ofOneThatIsThere(LockFile.acquire(path(id).resolve(LOCK), true), id);
        } catch (PosixException e) {
            throw e.is(Errno.ENOENT) ? gone(id) : e;
        }
    }

    /// Whoever had the lock before may have removed the container.
    private LockFile ofOneThatIsThere(LockFile lock, String id) throws IOException {
        if (root.dir(Room.CONTAINERS).statOrNull(file(id)) == null) {
            lock.close();
            throw gone(id);
        }
        return lock;
    }

    private static IOException gone(String id) {
        return new IOException("No such container: " + id);
    }

    /// Takes a container and its name out of sight.
    ///
    /// @return what [Workspace] shall delete
    Name hide(ContainerRecord container) throws IOException {
        boolean named = container.id().equals(owner(container.name()));
        Name hidden = workspace.take(Room.CONTAINERS, file(container.id()));
        if (hidden == null) {
            throw gone(container.id());
        }
        if (named) {
            root.dir(Room.NAMES).unlink(Name.of(container.name()));
        }
        return hidden;
    }

    void delete(Name hidden) throws IOException {
        workspace.dir().deleteTree(hidden);
    }

    private Path path(String id) {
        return root.path(Room.CONTAINERS).resolve(id);
    }

    private static Name file(String id) {
        return Name.of(id);
    }
}
