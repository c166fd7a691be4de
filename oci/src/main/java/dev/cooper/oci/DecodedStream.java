// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a decoder makes of a stream. The libraries say in many ways that data is damaged, some of
/// them without a word; here it is always a [MalformedTarException]. What goes wrong with reading
/// the stream itself stays what it is.
///
/// A stream that becomes too many times as long as it was is refused too ([Budget]).
final class DecodedStream extends InputStream {
    /// How much may come of how little: what is packed to fill disks is stopped, and real files
    /// aren't. A disk of zeros in gzip comes near a thousandfold, in other forms to millions.
    ///
    /// @param free so many bytes may come of anything
    /// @param times and beyond that so many for each byte that was read
    record Budget(long free, long times) {
        static final Budget USUAL = new Budget(4L << 30, 500);

        boolean allows(long packed, long plain) {
            return plain <= free || plain / times <= packed;
        }
    }

    /// Makes a decoder, which may read.
    @FunctionalInterface
    interface Decoder {
        InputStream over(InputStream in) throws IOException;
    }

    private static final class Source extends FilterInputStream {
        private boolean failed;
        private long count;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                int b = in.read();
                count += b < 0 ? 0 : 1;
                return b;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                int n = in.read(buffer, from, length);
                count += Math.max(0, n);
                return n;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }

    private final String form;
    private final Source source;
    private final InputStream decoded;
    private final Budget budget;
    private long plain;

    /// @param form what the user calls it: `gzip`
    DecodedStream(String form, InputStream in, Decoder decoder) throws IOException {
        this(form, in, decoder, Budget.USUAL);
    }

    DecodedStream(String form, InputStream in, Decoder decoder, Budget budget) throws IOException {
        this.form = form;
        this.budget = budget;
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
        int n;
        try {
            n = decoded.read(buffer, from, length);
        } catch (IOException | RuntimeException e) {
            throw told(e);
        }
        plain += Math.max(0, n);
        if (!budget.allows(source.count, plain)) {
            throw new MalformedTarException(
                    "the %s data becomes more than %d times as long as it is, and was stopped at %d bytes"
                            .formatted(form, budget.times(), plain));
        }
        return n;
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
