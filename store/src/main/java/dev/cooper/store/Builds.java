// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds that were, and their whole logs. Owns the form of `builds/ID`: `record`, `log`, and
/// `lock`, which whoever builds holds. What record and log say is their writer's. Safe for threads
/// and processes.
public final class Builds {
    private static final String KIND = "build";
    private static final Name RECORD = Name.of("record");
    private static final Name LOG = Name.of("log");
    private static final Name LOCK = Name.of("lock");

    /// Builds may come to this many more than the budget before anybody tidies up.
    private static final int SLACK = 10;

    private final StoreRoot root;
    private final Workspace workspace;

    /// How much is kept.
    ///
    /// @param most builds
    /// @param age of the oldest
    /// @param bytes of all logs together
    public record Budget(int most, Duration age, long bytes) {}

    Builds(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    private static boolean isId(String text) {
        return SnapshotId.isValid(text);
    }

    /// Begins to record a build.
    public BuildEntry begin(Json.Obj record) throws IOException {
        String id = RandomIds.shortId();
        Name name = Name.of(id);
        Dir room = root.dir(Room.BUILDS);
        room.mkdir(name, 0700);
        LockFile lock = LockFile.acquire(path(id, LOCK), true);
        try (Dir folder = room.openDir(name)) {
            write(id, record);
            return new BuildEntry(this, id, folder.create(LOG, 0600), lock);
        } catch (IOException e) {
            lock.close();
            room.deleteTree(name);
            throw e;
        }
    }

    private Path path(String id, Name file) {
        return root.path(Room.BUILDS).resolve(id).resolve(file.text());
    }

    void write(String id, Json.Obj record) throws IOException {
        workspace.publish(
                RecordFile.of(record).encode(KIND, id), Room.BUILDS, Name.of(id).child(RECORD));
    }

    /// All of them, in no order. One without a whole record is left out.
    public List<StoredBuild> list() throws IOException {
        List<StoredBuild> all = new ArrayList<>();
        for (DirEntry each : root.dir(Room.BUILDS).list()) {
            String id = each.name().text();
            StoredBuild build = isId(id) ? read(id) : null;
            if (build != null) {
                all.add(build);
            }
        }
        return all;
    }

    /// By its id, or the beginning of one.
    ///
    /// @throws AmbiguousIdException if a beginning is of several
    public Optional<StoredBuild> find(String prefix) throws IOException {
        List<String> found = new ArrayList<>();
        for (DirEntry each : root.dir(Room.BUILDS).list()) {
            String id = each.name().text();
            if (isId(id) && !prefix.isEmpty() && id.startsWith(prefix)) {
                found.add(id);
            }
        }
        if (found.size() > 1) {
            throw new AmbiguousIdException(prefix, "builds");
        }
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(read(found.getFirst()));
    }

    private @Nullable StoredBuild read(String id) throws IOException {
        Dir room = root.dir(Room.BUILDS);
        try {
            RecordFile record = RecordFile.read(room, Name.of(id).child(RECORD), KIND, id);
            Stat log = room.statOrNull(Name.of(id).child(LOG));
            return record == null
                    ? null
                    : new StoredBuild(
                            id, record.fields(), isRunning(id), log == null ? 0 : log.size());
        } catch (CorruptStoreException e) {
            return null;
        }
    }

    private boolean isRunning(String id) throws IOException {
        try (LockFile lock = LockFile.tryAcquire(path(id, LOCK), true)) {
            return lock == null;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /// The log as far as it is written, for the caller to close.
    public InputStream log(String id) throws IOException {
        if (!isId(id)) {
            throw new IllegalArgumentException("not the id of a build: " + id);
        }
        OpenFile file = root.dir(Room.BUILDS).openFile(Name.of(id).child(LOG));
        return file.inputStream();
    }

    /// Deletes one; false if it runs, or there is none.
    public boolean remove(String id) throws IOException {
        if (!isId(id) || root.dir(Room.BUILDS).statOrNull(Name.of(id)) == null || isRunning(id)) {
            return false;
        }
        Name taken = workspace.take(Room.BUILDS, Name.of(id));
        if (taken != null) {
            workspace.dir().deleteTree(taken);
        }
        return taken != null;
    }

    /// Deletes the oldest until the rest is within the budget. Looks closely only when there are
    /// clearly more than that, or when asked to.
    public void tidy(Budget budget, boolean closely) throws IOException {
        Dir room = root.dir(Room.BUILDS);
        List<DirEntry> entries = room.list();
        if (!closely && entries.size() <= budget.most() + SLACK) {
            return;
        }
        record Past(String id, Instant when, long bytes) {}
        List<Past> builds = new ArrayList<>();
        for (DirEntry each : entries) {
            String id = each.name().text();
            Stat log = isId(id) ? room.statOrNull(each.name().child(LOG)) : null;
            if (log != null) {
                builds.add(new Past(id, Instant.ofEpochSecond(log.mtimeSeconds()), log.size()));
            }
        }
        builds.sort(Comparator.comparing(Past::when).reversed());
        Instant oldest = Instant.now().minus(budget.age());
        long bytes = 0;
        int kept = 0;
        for (Past each : builds) {
            bytes += each.bytes();
            kept++;
            boolean fits =
                    kept <= budget.most()
                            && (bytes <= budget.bytes() || kept == 1)
                            && !each.when().isBefore(oldest);
            if (!fits) {
                remove(each.id());
            }
        }
    }
}
