// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Writes an archive.
@SuppressWarnings("DoNotCallSuggester")
public final class TarWriter implements AutoCloseable {
    private final OutputStream out;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /// Writes an entry and, of a file, exactly `size` bytes of `content`.
    public void entry(TarEntry entry, InputStream content) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Writes an entry that has no content.
    public void entry(TarEntry entry) throws IOException {
        entry(entry, InputStream.nullInputStream());
    }

    /// Writes the two zero blocks and flushes; the stream below stays open.
    public void finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        finish();
        out.close();
    }
}
