// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressedStreamTests {
    private static final byte[] CONTENT = new byte[200_000];

    static {
        // Half of it compresses.
        new Random(1).nextBytes(CONTENT);
        Arrays.fill(CONTENT, 0, CONTENT.length / 2, (byte) 'x');
    }

    private static byte[] packed(Compression codec) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(bytes, 3)) {
            out.write(CONTENT);
        }
        return bytes.toByteArray();
    }

    private static byte[] read(Compression codec, InputStream in) throws IOException {
        try (InputStream plain = codec.decompress(in)) {
            return plain.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void damagedBytesAreOneKindOfFailure(Compression codec) throws IOException {
        byte[] packed = packed(codec);
        assertThat(read(codec, new ByteArrayInputStream(packed))).isEqualTo(CONTENT);
        for (int at : new int[] {0, 5, packed.length / 2}) {
            byte[] damaged = packed.clone();
            damaged[at] ^= 0x7f;
            Throwable failure =
                    catchThrowable(() -> read(codec, new ByteArrayInputStream(damaged)));
            // Not every bit of a header means something, and zstd need not have a sum.
            if (failure != null) {
                assertThat(failure).isInstanceOfAny(ZipException.class, EOFException.class);
            }
        }
        assertThatThrownBy(() ->
                        read(
                                codec,
                                new ByteArrayInputStream(Arrays.copyOf(packed, packed.length / 2))))
                .isInstanceOfAny(ZipException.class, EOFException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BZIP2", "XZ", "ZSTD"})
    void whatIsOfNoSuchForm(Compression codec) {
        assertThatThrownBy(() -> read(codec, new ByteArrayInputStream(new byte[] {1, 2, 3, 4})))
                .isInstanceOfAny(ZipException.class, EOFException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void failuresOfTheStreamItselfStayWhatTheyAre(Compression codec) throws IOException {
        byte[] packed = packed(codec);
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new DigestMismatchException("this one");
                    }

                    @Override
                    public int read(byte[] b, int off, int len) throws IOException {
                        throw new DigestMismatchException("this one");
                    }
                };
        InputStream in =
                new SequenceInputStream(
                        new ByteArrayInputStream(Arrays.copyOf(packed, packed.length / 2)), broken);
        assertThatThrownBy(() -> read(codec, in))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage("this one");
    }
}
