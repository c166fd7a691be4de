// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import java.io.IOException;
import java.io.OutputStream;

/// Where downloaded bytes go. Safe for use by any number of threads, each with a writer of its own.
public interface BlobSink {
    /// Whether these bytes are here already; what is, isn't downloaded.
    boolean has(Descriptor blob) throws IOException;

    /// Begins to take these bytes.
    BlobWriter begin(Descriptor blob) throws IOException;

    /// One blob on its way in. Closed without [#commit], it leaves nothing.
    interface BlobWriter extends AutoCloseable {
        /// The bytes go here, in order. The client doesn't close it.
        OutputStream stream();

        /// Called once, after the bytes were found to be as many as promised and to have the
        /// promised digest. Whether somebody else committed the same bytes meanwhile is of no
        /// concern.
        void commit() throws IOException;

        @Override
        void close() throws IOException;
    }
}
