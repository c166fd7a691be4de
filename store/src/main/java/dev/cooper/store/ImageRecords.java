// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configurations of images. Owns the form of `images/HEX`. One that a power cut may have
/// parted from its layers is none.
final class ImageRecords {
    private static final String KIND = "image";

    private final StoreRoot root;
    private final Workspace workspace;
    private final Epochs epochs;

    ImageRecords(StoreRoot root, Workspace workspace, Epochs epochs) {
        this.root = root;
        this.workspace = workspace;
        this.epochs = epochs;
    }

    void put(Digest id, byte[] config) throws IOException {
        epochs.publish(stamp ->
                workspace.publish(
                        RecordFile.of(stamp.on(Json.object()).build(), config)
                                .encode(KIND, id.toString()),
                        Room.IMAGES,
                        file(id)));
    }

    /// The configuration's bytes, null if there is no such image.
    ///
    /// @throws CorruptStoreException if it is damaged
    byte @Nullable [] find(Digest id) throws IOException {
        RecordFile record = RecordFile.read(root.dir(Room.IMAGES), file(id), KIND, id.toString());
        if (record == null || !epochs.counts(record.fields())) {
            return null;
        }
        byte[] config = record.body().bytes();
        if (!Digest.sha256(config).equals(id)) {
            throw new CorruptStoreException(
                    "image " + id + " has another's configuration: pull or build it again");
        }
        return config;
    }

    boolean remove(Digest id) throws IOException {
        try {
            root.dir(Room.IMAGES).unlink(file(id));
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /// The ids of all that have a file.
    List<Digest> ids() throws IOException {
        List<Digest> ids = new ArrayList<>();
        for (DirEntry each : root.dir(Room.IMAGES).list()) {
            Digest id = Digest.parseOrNull("sha256:" + each.name().text());
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Name file(Digest id) {
        return Name.of(id.hex());
    }
}
