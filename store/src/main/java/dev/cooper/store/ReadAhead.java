// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads a stream in a thread of its own, some way ahead of whoever takes the bytes: what makes
/// them and what becomes of them then have a core each. What the stream throws is thrown where its
/// bytes would have come. For one reader, who waits even if it is interrupted; the bytes come from
/// a file, so that it never waits for long.
final class ReadAhead extends InputStream {
    private static final int CHUNK = 1 << 18;
    private static final int MOST = 8;

    private final InputStream in;
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(MOST);
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(MOST + 1);
    private final Thread thread;
    private @Nullable Chunk current;
    private int position;

    /// @param length 0 and no failure at the end
    private record Chunk(
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
            int length,
            @Nullable Throwable failure) {}

    /// @param in closed with this one
    ReadAhead(InputStream in) {
        this.in = in;
        for (int i = 0; i < MOST; i++) {
            empty.add(new byte[CHUNK]);
        }
        thread = Thread.ofPlatform().name("read-ahead").daemon().start(this::produce);
    }

    private void produce() {
        try {
            while (true) {
                byte[] bytes = empty.take();
                Chunk made;
                try {
                    made = new Chunk(bytes, in.readNBytes(bytes, 0, CHUNK), null);
                } catch (IOException | RuntimeException | Error e) {
                    made = new Chunk(bytes, 0, e);
                }
                full.put(made);
                if (made.length() == 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody wants more.
        }
    }

    private Chunk next() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return full.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (len == 0) {
            return 0;
        }
        Chunk chunk = current;
        if (chunk == null) {
            chunk = next();
            current = chunk;
            position = 0;
        }
        switch (chunk.failure()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(chunk.failure());
        }
        if (chunk.length() == 0) {
            return -1;
        }
        int n = Math.min(len, chunk.length() - position);
        System.arraycopy(chunk.bytes(), position, b, off, n);
        position += n;
        if (position == chunk.length()) {
            current = null;
            empty.add(chunk.bytes());
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        in.close();
    }
}
