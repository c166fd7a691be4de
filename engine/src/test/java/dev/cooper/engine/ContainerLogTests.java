// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.engine.ContainerLog.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTests {
    @TempDir Path temp;

    private Path file() {
        return temp.resolve("log");
    }

    private void write(Stream stream, String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        try (ContainerLog log = ContainerLog.append(file())) {
            log.write(stream, Instant.now(), bytes, bytes.length);
        }
    }

    /// What both streams got, in order: each write with `1` or `2` before it.
    private String read() throws IOException {
        StringBuilder all = new StringBuilder();
        ContainerLog.copy(file(), collector("1:", all), collector("2:", all));
        return all.toString();
    }

    private static OutputStream collector(String mark, StringBuilder all) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int off, int len) {
                all.append(mark).append(new String(b, off, len, ISO_8859_1)).append('|');
            }
        };
    }

    @Test
    void givesBothStreamsBackInOrderByteForByte() throws IOException {
        write(Stream.OUT, "a\n\0\u00ff");
        write(Stream.ERR, "no\r");
        write(Stream.OUT, "b");
        assertThat(read()).isEqualTo("1:a\n\0\u00ff|2:no\r|1:b|");
    }

    @Test
    void aContainerThatNeverRanHasNothingToSay() throws IOException {
        assertThat(read()).isEmpty();
    }

    @Test
    void whatAKilledWriterLeftUnfinishedEndsTheLogAndIsCutBeforeMoreComes() throws IOException {
        write(Stream.OUT, "whole");
        write(Stream.ERR, "torn");
        byte[] all = Files.readAllBytes(file());
        for (int cut = 1; cut < 17 + 4; cut++) {
            Files.write(file(), Arrays.copyOf(all, all.length - cut));
            assertThat(read()).startsWith("1:whole|");
            write(Stream.OUT, "next");
            assertThat(read()).isEqualTo("1:whole|1:next|");
        }
    }

    @Test
    void longOutputComesBackWhole() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        try (ContainerLog log = ContainerLog.append(file())) {
            log.write(Stream.OUT, Instant.EPOCH, bytes, bytes.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ContainerLog.copy(file(), out, OutputStream.nullOutputStream());
        assertThat(out.toByteArray()).isEqualTo(bytes);
    }
}
