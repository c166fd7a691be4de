// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a decoder makes of a stream. The libraries say in many ways that data is damaged, some of
/// them without a word; here it is always a [MalformedTarException]. What goes wrong with reading
/// the stream itself stays what it is.
final class DecodedStream extends InputStream {
    /// Makes a decoder, which may read.
    @FunctionalInterface
    interface Decoder {
        InputStream over(InputStream in) throws IOException;
    }

    private static final class Source extends FilterInputStream {
        private boolean failed;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                return in.read(buffer, from, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }

    private final String form;
    private final Source source;
    private final InputStream decoded;

    /// @param form what the user calls it: `gzip`
    DecodedStream(String form, InputStream in, Decoder decoder) throws IOException {
        this.form = form;
        this.source = new Source(in);
        try {
            this.decoded = decoder.over(source);
        } catch (IOException | RuntimeException e) {
            throw told(e);
        }
    }

    private IOException told(Exception e) {
        if (source.failed && e instanceof IOException unreadable) {
            return unreadable;
        }
        String detail = e instanceof RuntimeException ? null : e.getMessage();
        MalformedTarException malformed =
                new MalformedTarException(
                        "the "
                                + form
                                + " data is damaged or cut short"
                                + (detail == null || detail.isEmpty() ? "" : ": " + detail));
        malformed.initCause(e);
        return malformed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        try {
            return decoded.read(buffer, from, length);
        } catch (IOException | RuntimeException e) {
            throw told(e);
        }
    }

    @Override
    public int available() throws IOException {
        return decoded.available();
    }

    @Override
    public void close() throws IOException {
        decoded.close();
    }
}
