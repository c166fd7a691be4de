// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// What is known of shared folders besides their content: the files `mounts/HEX.info`.
final class MountInfos {
    private static final String KIND = "mount";
    private static final Duration TOUCH_AFTER = Duration.ofHours(1);

    private final StoreRoot root;
    private final Workspace workspace;

    MountInfos(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    record Known(String name, Instant created, Instant lastUsed, int uses) {}

    private static Name file(String id) {
        return Name.of(id + ".info");
    }

    /// The folder is used now. Its user holds its lock.
    void touch(String id, String name) throws IOException {
        Dir room = root.dir(Room.MOUNTS);
        Instant now = Instant.now();
        Stat stat = room.statOrNull(file(id));
        if (stat == null) {
            Json.Obj fields =
                    Json.object().put("name", name).put("seconds", now.getEpochSecond()).build();
            workspace.publish(RecordFile.of(fields).encode(KIND, id), Room.MOUNTS, file(id));
            room.setTimes(file(id), now.getEpochSecond(), 0);
        } else if (now.getEpochSecond() - stat.mtimeSeconds() >= TOUCH_AFTER.toSeconds()) {
            room.setTimes(file(id), now.getEpochSecond(), stat.mtimeNanos() + 1);
        }
    }

    /// Of a folder whose file is missing or damaged, what its own time says.
    Known find(String id) throws IOException {
        Dir room = root.dir(Room.MOUNTS);
        try {
            RecordFile.OnDisk found = RecordFile.readOnDisk(room, file(id), KIND, id);
            if (found != null) {
                Json.Obj fields = found.record().fields();
                return new Known(
                        fields.requireString("name"),
                        Instant.ofEpochSecond(fields.requireLong("seconds")),
                        Instant.ofEpochSecond(found.stat().mtimeSeconds()),
                        found.stat().mtimeNanos());
            }
        } catch (CorruptStoreException | MalformedJsonException e) {
            // As if there were none.
        }
        Stat folder = room.statOrNull(Name.of(id));
        Instant when =
                folder == null ? Instant.EPOCH : Instant.ofEpochSecond(folder.ctimeSeconds());
        return new Known("", when, when, 0);
    }

    void remove(String id) throws IOException {
        Name taken = workspace.take(Room.MOUNTS, file(id));
        if (taken != null) {
            workspace.dir().deleteTree(taken);
        }
    }
}
