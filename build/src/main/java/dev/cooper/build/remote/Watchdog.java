// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Closes a stream that gives next to nothing for too long: the client's own time limit ends with
/// the response's head.
final class Watchdog implements AutoCloseable {
    /// What must come while patience lasts: one byte now and then keeps nobody waiting.
    private static final int LEAST = 1024;

    /// The stream ended before its time. The message says why.
    static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOffException(String message, @Nullable IOException cause) {
            super(message, cause);
        }
    }

    private final InputStream in;
    private final Duration patience;
    private volatile boolean lostPatience;
    private final AtomicLong progress = new AtomicLong(System.nanoTime());
    private final Thread thread;

    Watchdog(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience;
        this.thread = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Duration.ofMillis(Math.min(1000, patience.toMillis())));
                if (System.nanoTime() - progress.get() > patience.toNanos()) {
                    lostPatience = true;
                    in.close();
                    return;
                }
            }
        } catch (InterruptedException | IOException _) {
            // The copy is over, or the reader hears of it.
        }
    }

    /// Copies until the end, or until there is more than `most`.
    ///
    /// @return bytes copied; more than `most` if there are more
    /// @throws BrokenOffException if the stream breaks off; other errors are of `out`
    long copyTo(OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        int recent = 0;
        for (int n = read(buffer); n >= 0 && total <= most; n = read(buffer)) {
            recent += n;
            if (recent >= LEAST) {
                progress.set(System.nanoTime());
                recent = 0;
            }
            total += n;
            if (total <= most) {
                out.write(buffer, 0, n);
            }
        }
        if (lostPatience) {
            // Closed in its middle, a stream may also look as if it had ended.
            throw new BrokenOffException(impatience(), null);
        }
        return total;
    }

    private String impatience() {
        return "less than %d bytes came in %d seconds".formatted(LEAST, patience.toSeconds());
    }

    private int read(byte[] buffer) throws BrokenOffException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenOffException(
                    lostPatience ? impatience() : "the connection broke off", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
