// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadAheadTests {
    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void theBytesAreThoseOfTheStream() throws IOException {
        for (int size : new int[] {0, 1, 1 << 18, (1 << 18) + 1, 5_000_000}) {
            byte[] bytes = noise(size);
            try (InputStream in = new ReadAhead(new ByteArrayInputStream(bytes))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aFailureComesWhereItsBytesWouldHave() throws IOException {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("broken");
                    }

                    @Override
                    public int read(byte[] b, int off, int len) throws IOException {
                        throw new IOException("broken");
                    }
                };
        byte[] good = noise(1 << 18);
        try (InputStream in =
                new ReadAhead(new SequenceInputStream(new ByteArrayInputStream(good), broken))) {
            assertThat(in.readNBytes(good.length)).isEqualTo(good);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("broken");
        }
    }

    @Test
    void closingEndsTheThreadAndTheStream() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 1;
                    }

                    @Override
                    public int read(byte[] b, int off, int len) {
                        return len;
                    }

                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                };
        try (InputStream in = new ReadAhead(endless)) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }
        assertThat(closed[0]).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(each -> each.getName().equals("read-ahead"));
    }

    @Test
    void anInterruptionIsKeptForTheReader() throws IOException {
        byte[] bytes = noise(3_000_000);
        try (InputStream in = new ReadAhead(new ByteArrayInputStream(bytes))) {
            Thread.currentThread().interrupt();
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
