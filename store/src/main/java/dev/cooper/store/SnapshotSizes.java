// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;

/// How large snapshots' own changes are. Walked once, and then remembered in `snapshots/ID/size`,
/// since they never change. Owns that form.
final class SnapshotSizes {
    private static final String KIND = "snapshot-size";
    private static final String BYTES = "bytes";

    private final StoreRoot root;
    private final Workspace workspace;

    SnapshotSizes(StoreRoot root, Workspace workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    /// In bytes; 0 for one that is gone.
    long of(SnapshotId id) throws IOException {
        Dir room = root.dir(Room.SNAPSHOTS);
        try {
            RecordFile known = RecordFile.read(room, Snapshots.file(id, "size"), KIND, id.value());
            if (known != null) {
                return known.fields().requireLong(BYTES);
            }
        } catch (CorruptStoreException | MalformedJsonException e) {
            // Measured again.
        }
        return measured(room, id);
    }

    /// Of one that a collection has thrown away and nobody can use any more.
    static long ofDiscarded(Dir trash, Name name) throws IOException {
        try (Dir tree = trash.openDir(name.child(Name.of(Snapshots.FS)))) {
            return TreeSize.of(tree);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return 0;
            }
            throw e;
        }
    }

    private long measured(Dir room, SnapshotId id) throws IOException {
        try (Dir tree = room.openDir(Snapshots.file(id, Snapshots.FS))) {
            long bytes = TreeSize.of(tree);
            workspace.publish(
                    RecordFile.of(Json.object().put(BYTES, bytes).build()).encode(KIND, id.value()),
                    Room.SNAPSHOTS,
                    Snapshots.file(id, "size"));
            return bytes;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return 0;
            }
            throw e;
        }
    }
}
