// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads an archive entry by entry.
@SuppressWarnings("DoNotCallSuggester")
public final class TarReader implements AutoCloseable {
    private final InputStream in;
    private final TarLimits limits;

    public TarReader(InputStream in, TarLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /// The next entry, null at the end of the archive.
    public @Nullable TarEntry next() throws IOException {
        throw new UnsupportedOperationException(limits.toString());
    }

    /// The content of the last entry; empty unless it is a file. Valid until the next [#next].
    public InputStream content() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
