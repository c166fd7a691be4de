// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongConsumer;

/// A stream whose bytes are hashed by a thread of its own, so that whoever writes can read on
/// meanwhile. For one writer; closed in any case.
final class DigestThread extends OutputStream {
    private static final int CHUNK = 1 << 18;
    private static final int CHUNKS = 4;

    private final Digester digester = Digest.digester();
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
    private final LongConsumer written;
    private final Thread thread;
    private byte[] current = new byte[CHUNK];
    private int filled;

    /// @param length 0 for the end
    private record Chunk(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, int length) {}

    /// @param written is told of bytes as they come
    DigestThread(LongConsumer written) {
        this.written = written;
        for (int i = 1; i < CHUNKS; i++) {
            free.add(new byte[CHUNK]);
        }
        thread = Thread.ofPlatform().daemon().name("digest").start(this::hash);
    }

    private void hash() {
        try {
            for (Chunk each = full.take(); each.length() > 0; each = full.take()) {
                digester.update(each.bytes(), 0, each.length());
                free.add(each.bytes());
            }
        } catch (InterruptedException e) {
            // Nobody wants to know the digest any more.
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        int done = 0;
        while (done < len) {
            int n = Math.min(len - done, CHUNK - filled);
            System.arraycopy(b, off + done, current, filled, n);
            filled += n;
            done += n;
            if (filled == CHUNK) {
                pass();
            }
        }
        written.accept(len);
    }

    private void pass() throws IOException {
        try {
            full.put(new Chunk(current, filled));
            current = free.take();
            filled = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a layer was read");
        }
    }

    /// The digest of everything, with the count of bytes.
    Digester finish() throws IOException, InterruptedException {
        if (filled > 0) {
            pass();
        }
        full.put(new Chunk(current, 0));
        thread.join();
        return digester;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
