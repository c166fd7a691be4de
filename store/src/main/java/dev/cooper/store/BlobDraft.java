// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A blob on its way into the store. Closed without [#commit], it leaves nothing. For one thread.
public final class BlobDraft implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Blobs blobs;
    private final Workspace workspace;
    private final Name name;
    private final OpenFile file;
    private final OutputStream stream;
    private boolean committed;

    BlobDraft(Blobs blobs, Workspace workspace) throws IOException {
        this.blobs = blobs;
        this.workspace = workspace;
        this.name = workspace.fresh();
        this.file = workspace.dir().create(name, 0600);
        this.stream = new BufferedOutputStream(file.outputStream(), BUFFER);
    }

    /// The bytes go here. Not to be closed.
    public OutputStream stream() {
        return stream;
    }

    /// Makes what was written the blob.
    ///
    /// @param digest that the caller has found these bytes to have
    public void commit(Digest digest) throws IOException {
        stream.flush();
        file.close();
        blobs.publish(name, digest);
        committed = true;
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (!committed) {
            workspace.dir().deleteTree(name);
        }
    }
}
