// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Closes a stream that gives nothing for too long: the client's own time limit ends with the
/// response's head.
final class Watchdog implements AutoCloseable {
    private final InputStream in;
    private final Duration patience;
    private final AtomicLong lastByte = new AtomicLong(System.nanoTime());
    private final Thread thread;

    Watchdog(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience;
        this.thread = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                if (System.nanoTime() - lastByte.get() > patience.toNanos()) {
                    in.close();
                    return;
                }
            }
        } catch (InterruptedException | IOException _) {
            // The copy is over, or the reader hears of it.
        }
    }

    long copyTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            lastByte.set(System.nanoTime());
            out.write(buffer, 0, n);
            total += n;
        }
        return total;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
