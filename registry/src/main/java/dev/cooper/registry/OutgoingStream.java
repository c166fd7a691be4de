// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A request's body, opened when its first byte is wanted. Remembers when it was last read, and
/// whether it was the source that failed rather than the connection.
final class OutgoingStream extends InputStream {
    private final Call.Body body;
    private final AtomicLong progress;
    private @Nullable InputStream in;
    private long left;
    private volatile @Nullable IOException failure;

    OutgoingStream(Call.Body body, AtomicLong progress) {
        this.body = body;
        this.progress = progress;
        this.left = body.length();
    }

    /// Why the source could not be read, null if it could.
    @Nullable IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (left == 0) {
            return -1;
        }
        try {
            InputStream source = in;
            if (source == null) {
                source = body.source().open(body.offset());
                in = source;
            }
            int n = source.read(b, off, (int) Math.min(len, left));
            progress.set(System.nanoTime());
            if (n < 0) {
                throw new IOException("what is to be uploaded ends " + left + " bytes too early");
            }
            left -= n;
            body.sent().accept(body.length() - left);
            return n;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
