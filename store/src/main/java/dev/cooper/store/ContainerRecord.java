// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/// What never changes of a container.
///
/// @param id 64 hexadecimal digits
/// @param top the image's tree; null for an empty one
/// @param record the caller's own
record ContainerRecord(
        String id, String name, Digest image, @Nullable SnapshotId top, Json.Obj record) {
    Json.Obj fields() {
        return Json.object()
                .put("name", name)
                .put("image", image.toString())
                .put("top", top == null ? null : top.value())
                .put("record", record)
                .build();
    }

    /// @throws MalformedJsonException for anything else than [#fields]
    static ContainerRecord of(String id, Json.Obj fields) throws MalformedJsonException {
        Digest image = Digest.parseOrNull(fields.requireString("image"));
        if (image == null) {
            throw new MalformedJsonException("\"image\" is not a digest");
        }
        String top = fields.string("top");
        return new ContainerRecord(
                id,
                fields.requireString("name"),
                image,
                top == null ? null : new SnapshotId(top),
                fields.requireObj("record"));
    }
}
