// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// See [Digester#verify].
final class VerifyingInputStream extends FilterInputStream {
    private final Digest expected;
    private final long size;
    private final Digester own;
    private final Digester outer;
    private boolean verified;

    VerifyingInputStream(InputStream in, Digest expected, long size, Digester own, Digester outer) {
        super(in);
        this.expected = expected;
        this.size = size;
        this.own = own;
        this.outer = outer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        int n = in.read(b, off, len);
        if (n < 0) {
            check();
            return -1;
        }
        own.update(b, off, n);
        outer.update(b, off, n);
        if (size >= 0 && own.size() > size) {
            throw new DigestMismatchException(
                    expected + ": more than the promised " + size + " bytes");
        }
        return n;
    }

    private void check() throws DigestMismatchException {
        if (verified) {
            return;
        }
        if (size >= 0 && own.size() != size) {
            throw new DigestMismatchException(
                    expected + ": " + own.size() + " bytes instead of the promised " + size);
        }
        Digest actual = own.digest();
        if (!actual.equals(expected)) {
            throw new DigestMismatchException("digest is " + actual + ", expected " + expected);
        }
        verified = true;
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
