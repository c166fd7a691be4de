// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Name;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What is remembered of layers: by chain in `layers/HEX`, and beside each snapshot that somebody
/// asked about in `snapshots/ID/layer`. A layer that was added and is part of no chain yet stands
/// under its own digest, which is the chain's where there is nothing below. Owns both forms.
///
/// A record that is damaged, or that a power cut may have made untrue, is none.
final class LayerRecords {
    private static final String OF_CHAIN = "layer";
    private static final String OF_SNAPSHOT = "snapshot-layer";

    private final StoreRoot root;
    private final Workspace workspace;
    private final Epochs epochs;

    LayerRecords(StoreRoot root, Workspace workspace, Epochs epochs) {
        this.root = root;
        this.workspace = workspace;
        this.epochs = epochs;
    }

    @Nullable LayerRecord ofChain(Digest chainId) throws IOException {
        return read(Room.LAYERS, file(chainId), OF_CHAIN, chainId.toString());
    }

    @Nullable LayerRecord ofSnapshot(SnapshotId id) throws IOException {
        return read(Room.SNAPSHOTS, file(id), OF_SNAPSHOT, id.value());
    }

    void putChain(Digest chainId, LayerRecord record) throws IOException {
        write(Room.LAYERS, file(chainId), OF_CHAIN, chainId.toString(), record);
    }

    void putSnapshot(SnapshotId id, LayerRecord record) throws IOException {
        write(Room.SNAPSHOTS, file(id), OF_SNAPSHOT, id.value(), record);
    }

    /// The name of a chain's record in its room.
    static Name file(Digest chainId) {
        return Name.of(chainId.hex());
    }

    private static Name file(SnapshotId id) {
        return Snapshots.file(id, "layer");
    }

    private @Nullable LayerRecord read(Room room, Name file, String kind, String name)
            throws IOException {
        try {
            RecordFile record = RecordFile.read(root.dir(room), file, kind, name);
            return record == null || !epochs.counts(record.fields())
                    ? null
                    : LayerRecord.of(record.fields());
        } catch (CorruptStoreException | MalformedJsonException e) {
            return null;
        }
    }

    private void write(Room room, Name file, String kind, String name, LayerRecord record)
            throws IOException {
        epochs.publish(stamp ->
                workspace.publish(
                        RecordFile.of(stamp.on(record.fields()).build()).encode(kind, name),
                        room,
                        file));
    }
}
