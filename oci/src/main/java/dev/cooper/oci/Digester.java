// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A hash in progress, with the count of bytes that went in. For one thread.
public final class Digester {
    private final String algorithm;
    private final MessageDigest hash;
    private long size;

    Digester(String algorithm) {
        this.algorithm = algorithm;
        try {
            hash = MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-2", e);
        }
    }

    public void update(byte[] bytes, int offset, int length) {
        hash.update(bytes, offset, length);
        size += length;
    }

    /// Bytes so far.
    public long size() {
        return size;
    }

    /// The digest of all bytes so far. The hash then begins anew; the count stays.
    public Digest digest() {
        return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
    }

    /// As [#digest], the bare hash.
    public byte[] bytes() {
        return hash.digest();
    }

    /// A stream whose bytes are hashed and go nowhere else.
    public OutputStream outputStream() {
        return tee(OutputStream.nullOutputStream());
    }

    /// A stream that hashes what passes through it to `out`. Closing it closes `out`.
    public OutputStream tee(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                super.out.write(b, off, len);
                update(b, off, len);
            }
        };
    }

    /// The same bytes as `in`, hashed here as they are read.
    public InputStream tee(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = in.read(b, off, len);
                if (n > 0) {
                    update(b, off, n);
                }
                return n;
            }

            @Override
            public long skip(long n) throws IOException {
                return read(new byte[Math.clamp(n, 0, 8192)]);
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    /// The same bytes as `in`; the read that meets the end throws [DigestMismatchException] if they
    /// are not `expected` or not `size` many (-1: any number). More bytes than `size` are refused
    /// before they are handed out.
    public InputStream verify(InputStream in, Digest expected, long size) {
        return new VerifyingInputStream(
                in, expected, size, new Digester(expected.algorithm()), this);
    }
}
