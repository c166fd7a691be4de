// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The codecs of layers and of archives that people add.
public enum Compression {
    NONE,
    GZIP,
    BZIP2,
    XZ,
    ZSTD;

    private static final int LONGEST_MAGIC = 6;

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

    public InputStream decompress(InputStream in) throws IOException {
        if (this == NONE) {
            return in;
        }
        throw new IOException("cannot decompress " + this);
    }

    public OutputStream compress(OutputStream out, int level) throws IOException {
        if (this == NONE) {
            return out;
        }
        throw new IOException("cannot compress to " + this + " at " + level);
    }

    /// Looks at the first bytes, then [#decompress]es.
    public static InputStream decompressDetected(BufferedInputStream in) throws IOException {
        in.mark(LONGEST_MAGIC);
        byte[] first = in.readNBytes(LONGEST_MAGIC);
        in.reset();
        return detect(first, first.length).decompress(in);
    }
}
