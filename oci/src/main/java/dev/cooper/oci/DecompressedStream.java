// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/// What a codec makes of a stream, with one kind of failure for what is wrong in the bytes, be it
/// an unchecked exception of the codec's: [ZipException], or [EOFException] where they end too
/// early. Failures of the stream itself are passed on as they are.
final class DecompressedStream extends FilterInputStream {
    /// Puts a codec on a stream; may read.
    @FunctionalInterface
    interface Codec {
        InputStream over(InputStream in) throws IOException;
    }

    /// Remembers that it was the stream that failed.
    private static final class Source extends FilterInputStream {
        private boolean failed;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            failed = true;
            int value = in.read();
            failed = false;
            return value;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            failed = true;
            int n = in.read(b, off, len);
            failed = false;
            return n;
        }
    }

    private final Source source;
    private final String codec;

    private DecompressedStream(InputStream decompressed, Source source, String codec) {
        super(decompressed);
        this.source = source;
        this.codec = codec;
    }

    /// @param name of the codec, for messages
    static InputStream of(InputStream in, String name, Codec codec) throws IOException {
        Source source = new Source(in);
        try {
            return new DecompressedStream(codec.over(source), source, name);
        } catch (IOException | RuntimeException e) {
            throw failure(source, name, e);
        }
    }

    private static IOException failure(Source source, String codec, Exception e) {
        if (source.failed && e instanceof IOException its) {
            return its;
        }
        if (source.failed && e instanceof RuntimeException its) {
            throw its;
        }
        if (e instanceof ZipException || e instanceof EOFException) {
            return (IOException) e;
        }
        ZipException damaged = new ZipException("damaged " + codec + " data: " + e.getMessage());
        damaged.initCause(e);
        return damaged;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        try {
            return in.read(b, off, len);
        } catch (IOException | RuntimeException e) {
            throw failure(source, codec, e);
        }
    }

    @Override
    public long skip(long n) throws IOException {
        return Math.max(0, read(new byte[Math.clamp(n, 0, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
