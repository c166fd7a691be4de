// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Descriptor;
import dev.cooper.registry.BlobSink;
import dev.cooper.store.BlobDraft;
import dev.cooper.store.Blobs;
import java.io.IOException;
import java.io.OutputStream;

/// Takes blobs into a store.
record StoreSink(Blobs blobs) implements BlobSink {
    @Override
    public boolean has(Descriptor blob) throws IOException {
        return blobs.has(blob.digest(), blob.size());
    }

    @Override
    public BlobWriter begin(Descriptor blob) throws IOException {
        BlobDraft draft = blobs.draft();
        return new BlobWriter() {
            @Override
            public OutputStream stream() {
                return draft.stream();
            }

            @Override
            public void commit() throws IOException {
                draft.commit(blob.digest());
            }

            @Override
            public void close() throws IOException {
                draft.close();
            }
        };
    }
}
