// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a build found out about the files of a folder, for the next build of the same folder: one
/// file for each, in a form that only builds know. One that is missing or damaged is as good as an
/// empty one. Safe for threads and processes: of two that keep something for one folder, the later
/// one's stays.
///
/// Owns the form of `contexts/HEX`, a record with the folder's path; its time is that of its last
/// use, to the hour.
public final class ContextDigests {
    private static final String KIND = "context";
    private static final String PATH = "path";
    private static final String CREATED = "seconds";
    private static final Duration TOUCH_AFTER = Duration.ofHours(1);
    private static final byte[] NOTHING = {};

    private final StoreRoot root;
    private final Workspace workspace;

    ContextDigests(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    /// What was kept for a folder; empty for nothing.
    public byte[] find(String path) throws IOException {
        Name file = file(path);
        try {
            RecordFile.OnDisk found =
                    RecordFile.readOnDisk(root.dir(Room.CONTEXTS), file, KIND, file.text());
            if (found == null || !path.equals(found.record().fields().requireString(PATH))) {
                return NOTHING;
            }
            touch(file, found.stat());
            return found.record().body().bytes();
        } catch (CorruptStoreException | MalformedJsonException e) {
            return NOTHING;
        }
    }

    private void touch(Name file, Stat stat) throws IOException {
        long now = Instant.now().getEpochSecond();
        if (now - stat.mtimeSeconds() >= TOUCH_AFTER.toSeconds()) {
            root.dir(Room.CONTEXTS).setTimes(file, now, 0);
        }
    }

    /// Keeps something for a folder, instead of what there was.
    public void put(String path, byte[] digests) throws IOException {
        Name file = file(path);
        Json.Obj fields =
                Json.object().put(PATH, path).put(CREATED, Instant.now().getEpochSecond()).build();
        workspace.publish(
                RecordFile.of(fields, digests).encode(KIND, file.text()), Room.CONTEXTS, file);
    }

    private static Name file(String path) {
        return Name.of(Digest.sha256(path.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /// Something that is kept.
    ///
    /// @param path of the folder; empty if the file is damaged
    record Kept(String id, String path, long size, Instant created, Instant lastUsed) {}

    List<Kept> list() throws IOException {
        List<Kept> all = new ArrayList<>();
        Dir room = root.dir(Room.CONTEXTS);
        for (DirEntry each : room.list()) {
            Stat stat = room.statOrNull(each.name());
            if (stat != null) {
                all.add(kept(each.name(), stat));
            }
        }
        return all;
    }

    private Kept kept(Name file, Stat stat) throws IOException {
        Instant when = Instant.ofEpochSecond(stat.mtimeSeconds());
        try {
            RecordFile found = RecordFile.read(root.dir(Room.CONTEXTS), file, KIND, file.text());
            if (found != null) {
                Json.Obj fields = found.fields();
                return new Kept(
                        file.text(),
                        fields.requireString(PATH),
                        stat.size(),
                        Instant.ofEpochSecond(fields.requireLong(CREATED)),
                        when);
            }
        } catch (CorruptStoreException | MalformedJsonException e) {
            // Listed, so that it can go.
        }
        return new Kept(file.text(), "", stat.size(), when, when);
    }

    /// False if it is gone already.
    boolean remove(String id) throws IOException {
        Name taken = workspace.take(Room.CONTEXTS, Name.of(id));
        if (taken != null) {
            workspace.dir().unlink(taken);
        }
        return taken != null;
    }
}
