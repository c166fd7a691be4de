// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.XZInputStream;

/// The codecs of layers and of archives that people add.
public enum Compression {
    NONE,
    GZIP,
    BZIP2,
    XZ,
    ZSTD;

    private static final int LONGEST_MAGIC = 6;
    private static final int BUFFER = 1 << 16;

    /// Memory that an xz stream may ask for: what its highest level needs.
    private static final int XZ_KIBIBYTES = 100 * 1024;

    /// By the first bytes, [#NONE] if they are none of the others'. Six bytes are enough.
    public static Compression detect(byte[] first, int n) {
        if (begins(first, n, 0x1F, 0x8B, 0x08)) {
            return GZIP;
        }
        if (begins(first, n, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        if (begins(first, n, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        return begins(first, n, 0x28, 0xB5, 0x2F, 0xFD) ? ZSTD : NONE;
    }

    private static boolean begins(byte[] first, int n, int... magic) {
        if (n < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (first[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }

    /// A stream of what was compressed; several members, one after the other, are one content.
    /// Closing it closes `in`.
    ///
    /// Bytes that aren't of this form are a [java.util.zip.ZipException] or an
    /// [java.io.EOFException], when they are read or at once.
    ///
    /// @throws IOException if zstd's native library can't be loaded here
    public InputStream decompress(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP ->
                    DecompressedStream.of(in, "gzip", each -> new GZIPInputStream(each, BUFFER));
            case BZIP2 ->
                    DecompressedStream.of(
                            in, "bzip2", each -> new BZip2HadoopStreams().createInputStream(each));
            case XZ ->
                    DecompressedStream.of(in, "xz", each -> new XZInputStream(each, XZ_KIBIBYTES));
            case ZSTD -> {
                requireZstd();
                yield DecompressedStream.of(in, "zstd", ZstdInputStream::create);
            }
        };
    }

    /// A stream that compresses into `out`; closing it ends the compressed form and closes `out`.
    /// The bytes depend on nothing but content, level and the version of the library.
    ///
    /// @param level in the codec's own scale; gzip and zstd alone are written
    public OutputStream compress(OutputStream out, int level) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP ->
                    DeflateNativeCompressor.isEnabled()
                            ? new GzipMembers(out, level)
                            : new GZIPOutputStream(out, BUFFER);
            case ZSTD -> {
                requireZstd();
                yield ZstdOutputStream.create(out, level);
            }
            case BZIP2, XZ -> throw new IOException("layers are not compressed with " + this);
        };
    }

    /// The pure Java form of the library does without bounds checks what it is told by the data
    /// (CVE-2024-36114), so it is never used.
    private static void requireZstd() throws IOException {
        if (!ZstdNativeCompressor.isEnabled()) {
            throw new IOException(
                    "zstd is not available here: its native library can't be loaded (a noexec /tmp?)");
        }
    }

    /// Looks at the first bytes, then [#decompress]es.
    public static InputStream decompressDetected(BufferedInputStream in) throws IOException {
        in.mark(LONGEST_MAGIC);
        byte[] first = in.readNBytes(LONGEST_MAGIC);
        in.reset();
        return detect(first, first.length).decompress(in);
    }
}
