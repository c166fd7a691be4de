// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecodedStreamTests {
    private static final byte[] CONTENT = new byte[1 << 20];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static byte[] packed(Compression form) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = form.compress(packed, 1)) {
            out.write(CONTENT);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void whatWasPackedComesBack(Compression form) throws IOException {
        try (InputStream in = form.decompress(new ByteArrayInputStream(packed(form)))) {
            assertThat(in.read()).isEqualTo(CONTENT[0] & 0xFF);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 1, CONTENT.length));
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void whatIsCutShortIsSaidToBe(Compression form) throws IOException {
        byte[] packed = packed(form);
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);
        try (InputStream in = form.decompress(new ByteArrayInputStream(cut))) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(MalformedTarException.class)
                    .hasMessageContaining("data is damaged or cut short")
                    .hasMessageNotContaining("Exception");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatIsOfNoSuchFormIsSaidToBe(Compression form) {
        assertThatThrownBy(
                        () -> {
                            try (InputStream in =
                                    form.decompress(new ByteArrayInputStream(CONTENT))) {
                                in.readAllBytes();
                            }
                        })
                .isInstanceOf(MalformedTarException.class);
    }

    @Test
    void aStreamThatCannotBeReadIsNoDamage() throws IOException {
        byte[] packed = packed(Compression.GZIP);
        InputStream broken =
                new FilterInputStream(new ByteArrayInputStream(packed)) {
                    @Override
                    public int read(byte[] buffer, int from, int length) throws IOException {
                        if (in.available() < packed.length / 2) {
                            throw new IOException("the disk is broken");
                        }
                        return in.read(buffer, from, Math.min(length, 1000));
                    }
                };
        try (InputStream in = Compression.GZIP.decompress(broken)) {
            assertThatThrownBy(in::readAllBytes)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("the disk is broken");
        }
    }

    @Test
    void whatBecomesFarTooLongIsStopped() throws IOException {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = Compression.GZIP.compress(packed, 9)) {
            for (int i = 0; i < 16; i++) {
                out.write(zeros);
            }
        }
        DecodedStream.Budget tight = new DecodedStream.Budget(5 << 20, 100);
        try (InputStream in =
                new DecodedStream(
                        "gzip",
                        new ByteArrayInputStream(packed.toByteArray()),
                        GZIPInputStream::new,
                        tight)) {
            assertThat(in.readNBytes(4 << 20)).hasSize(4 << 20);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(MalformedTarException.class)
                    .hasMessageContaining("more than 100 times as long as it is");
        }
        DecodedStream.Budget usual = DecodedStream.Budget.USUAL;
        assertThat(usual.allows(1, 4L << 30)).isTrue();
        assertThat(usual.allows(10 << 20, 10L << 30)).isFalse();
        assertThat(usual.allows(1L << 30, 100L << 30)).isTrue();
    }
}
