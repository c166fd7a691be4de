// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Bodies under watch.
class BodyTests {
    @Test
    void aReaderThatTakesItsTimeIsNotAStall() throws IOException, InterruptedException {
        AtomicInteger closed = new AtomicInteger();
        try (Watchdog watchdog = new Watchdog();
                InputStream in =
                        new GuardedStream(
                                InputStream.nullInputStream(),
                                watchdog,
                                TimeUnit.MILLISECONDS.toNanos(1),
                                1,
                                closed::incrementAndGet)) {
            // Whatever passes between reads counts for nothing.
            CountDownLatch looked = new CountDownLatch(20);
            var looks = watchdog.every(TimeUnit.MILLISECONDS.toNanos(1), looked::countDown);
            looked.await();
            looks.cancel(false);
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(closed).as("told once").hasValue(1);
    }

    @Test
    void aDripIsAStall() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (Watchdog watchdog = new Watchdog();
                InputStream in =
                        new GuardedStream(
                                new Dripping(end),
                                watchdog,
                                TimeUnit.MILLISECONDS.toNanos(50),
                                1000,
                                () -> {})) {
            assertThat(in.read()).isZero();
            assertThatThrownBy(in::read).isInstanceOf(GuardedStream.StalledException.class);
        }
        assertThat(end.getCount()).isZero();
    }

    /// Gives one byte, then blocks until it is closed.
    private static final class Dripping extends InputStream {
        private final CountDownLatch end;
        private boolean first = true;

        Dripping(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            if (first) {
                first = false;
                return 0;
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            b[off] = (byte) read();
            return 1;
        }

        @Override
        public void close() {
            end.countDown();
        }
    }
}
