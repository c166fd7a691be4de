// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Name;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was found out by reading a file. The arrays are not to be changed.
///
/// @param content the sha256 of its bytes
/// @param attributes the extended attributes that count ([Xattrs]), as the fields of a key: none if
///   there are none, null if there are some and it isn't known which
@SuppressWarnings("ArrayRecordComponent")
record FileFacts(byte[] content, byte @Nullable [] attributes) {
    static final byte[] NO_ATTRIBUTES = {};

    /// Those attributes that count, each a name and a value with its length before it.
    static byte[] attributes(Map<String, byte[]> xattrs) {
        ByteArrayOutputStream fields = null;
        for (Map.Entry<String, byte[]> each : xattrs.entrySet()) {
            if (Xattrs.belongs(each.getKey())) {
                fields = fields == null ? new ByteArrayOutputStream() : fields;
                field(fields, Name.of(each.getKey()).bytes());
                field(fields, each.getValue());
            }
        }
        return fields == null ? NO_ATTRIBUTES : fields.toByteArray();
    }

    private static void field(ByteArrayOutputStream fields, byte[] bytes) {
        fields.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
        fields.writeBytes(bytes);
    }

    /// For lists that people read; null for none.
    static @Nullable Digest digest(byte[] attributes) {
        return attributes.length == 0 ? null : Digest.sha256(attributes);
    }

    boolean plain() {
        return attributes != null && attributes.length == 0;
    }
}
