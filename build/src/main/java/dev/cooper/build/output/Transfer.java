// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Tells how far something is, by bytes: at most twice a second, and once at its end. Safe for any
/// number of threads.
public final class Transfer {
    private static final long PAUSE_NANOS = 500_000_000L;

    private final String what;
    private final Consumer<String> status;
    private final long begun = System.nanoTime();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong told = new AtomicLong(begun);

    /// @param what is done: `sending tarball`
    /// @param status takes the lines
    public Transfer(String what, Consumer<String> status) {
        this.what = what;
        this.status = status;
    }

    public void add(long more) {
        long sum = bytes.addAndGet(more);
        long now = System.nanoTime();
        long last = told.get();
        if (now - last >= PAUSE_NANOS && told.compareAndSet(last, now)) {
            double seconds = (now - begun) / 1e9;
            status.accept(
                    String.format(
                            Locale.ROOT,
                            "%s %s %.1fs (%s/s)",
                            what,
                            size(sum),
                            seconds,
                            size((long) (sum / seconds))));
        }
    }

    /// All is done; told only if something was told before.
    public void endIfLong() {
        if (told.get() != begun) {
            end();
        }
    }

    /// All is done.
    public void end() {
        status.accept(what + " " + size(bytes.get()) + " done");
    }

    /// Counts what goes to `out`; closing it only flushes.
    public OutputStream count(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                super.out.write(b, off, len);
                add(len);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /// `1.23MB`, three digits.
    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
        double size = bytes;
        int unit = 0;
        while (size >= 999.5 && unit < units.length - 1) {
            size /= 1000;
            unit++;
        }
        int digits = unit == 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f%s", size, units[unit]);
    }
}
