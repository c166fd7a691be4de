// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledFuture;

/// A body that must keep coming. Only the time spent waiting for bytes counts, not what the reader
/// does with them. For one reading thread.
final class GuardedStream extends InputStream {
    private final InputStream in;
    private final long window;
    private final int least;
    private final ScheduledFuture<?> watch;
    private final Runnable afterwards;

    private final Object state = new Object();
    private boolean reading;
    private long readingSince;
    private long waited;
    private long received;
    private long windowWaited;
    private long windowReceived;
    private boolean stalled;
    private boolean closed;

    /// @param window nanoseconds of waiting in which at least `least` bytes must come
    /// @param afterwards called once, when the stream is closed
    GuardedStream(InputStream in, Watchdog watchdog, long window, int least, Runnable afterwards) {
        this.in = in;
        this.window = window;
        this.least = least;
        this.afterwards = afterwards;
        this.watch = watchdog.every(Math.max(1, window / 4), this::look);
    }

    private void look() {
        synchronized (state) {
            long sofar = waited + (reading ? System.nanoTime() - readingSince : 0);
            if (!reading || sofar - windowWaited < window) {
                return;
            }
            if (received - windowReceived >= least) {
                windowWaited = sofar;
                windowReceived = received;
                return;
            }
            stalled = true;
        }
        try {
            in.close();
        } catch (IOException _) {
            // The reader is told by what it reads next.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        synchronized (state) {
            reading = true;
            readingSince = System.nanoTime();
        }
        int n = -1;
        try {
            n = in.read(b, off, len);
        } catch (IOException e) {
            throw isStalled() ? new StalledException() : e;
        } finally {
            synchronized (state) {
                reading = false;
                waited += System.nanoTime() - readingSince;
                received += Math.max(0, n);
            }
        }
        if (n < 0 && isStalled()) {
            throw new StalledException();
        }
        return n;
    }

    private boolean isStalled() {
        synchronized (state) {
            return stalled;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (state) {
            if (closed) {
                return;
            }
            closed = true;
        }
        watch.cancel(false);
        try {
            in.close();
        } finally {
            afterwards.run();
        }
    }

    /// Too little came for too long.
    static final class StalledException extends IOException {
        StalledException() {
            super("the connection has stalled");
        }
    }
}
