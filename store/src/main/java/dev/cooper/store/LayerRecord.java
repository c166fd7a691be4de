// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/// What the store knows of a layer.
///
/// @param archived whether it came as an archive. Its bytes are then those of the blob: the tree
///   that was unpacked from it need not give the same ones
/// @param snapshot the tree of the chain that the layer tops; null while nobody asked for it, and
///   where the record is about the layer alone
record LayerRecord(LayerInfo info, boolean archived, @Nullable SnapshotId snapshot) {
    Json.Builder fields() {
        return Json.object()
                .put("diffId", info.diffId().toString())
                .put("size", info.size())
                .put("tarSize", info.tarSize())
                .put("archived", archived)
                .put("snapshot", snapshot == null ? null : snapshot.value());
    }

    /// @throws MalformedJsonException for anything else than [#fields]
    static LayerRecord of(Json.Obj fields) throws MalformedJsonException {
        Digest diffId = Digest.parseOrNull(fields.requireString("diffId"));
        if (diffId == null) {
            throw new MalformedJsonException("\"diffId\" is not a digest");
        }
        String snapshot = fields.string("snapshot");
        return new LayerRecord(
                new LayerInfo(diffId, fields.requireLong("size"), fields.requireLong("tarSize")),
                fields.bool("archived"),
                snapshot == null ? null : new SnapshotId(snapshot));
    }

    LayerRecord at(@Nullable SnapshotId tree) {
        return new LayerRecord(info, archived, tree);
    }
}
