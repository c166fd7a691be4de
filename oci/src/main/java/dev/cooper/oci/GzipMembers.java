// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// gzip (RFC 1952) in members of a mebibyte, each compressed as a whole by libdeflate; readers take
/// the members for one stream. No name, no time, system 255: equal content gives equal bytes.
final class GzipMembers extends OutputStream {
    private static final int MEMBER = 1 << 20;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    private final OutputStream out;
    private final DeflateNativeCompressor compressor;
    private final byte[] content = new byte[MEMBER];
    private final byte[] compressed;
    private int filled;
    private boolean any;
    private boolean closed;

    GzipMembers(OutputStream out, int level) {
        this.out = out;
        this.compressor = new DeflateNativeCompressor(level);
        this.compressed = new byte[compressor.maxCompressedLength(MEMBER)];
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        for (int done = 0; done < len; ) {
            int n = Math.min(len - done, MEMBER - filled);
            System.arraycopy(b, off + done, content, filled, n);
            filled += n;
            done += n;
            if (filled == MEMBER) {
                member();
            }
        }
    }

    private void member() throws IOException {
        int length = compressor.compress(content, 0, filled, compressed, 0, compressed.length);
        CRC32 crc = new CRC32();
        crc.update(content, 0, filled);
        out.write(HEADER);
        out.write(compressed, 0, length);
        out.write(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) crc.getValue())
                        .putInt(filled)
                        .array());
        filled = 0;
        any = true;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (filled > 0 || !any) {
                member();
            }
            out.close();
        }
    }
}
