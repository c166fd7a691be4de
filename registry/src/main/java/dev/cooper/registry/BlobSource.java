// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes to upload, which can be read again from any place, since a connection may break. Safe for
/// use by any number of threads.
@FunctionalInterface
public interface BlobSource {
    /// The bytes from `offset` on. The caller closes the stream.
    InputStream open(long offset) throws IOException;

    static BlobSource of(byte[] bytes) {
        return offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }
}
