// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bytes of one blob, checked while they come. The last of them are handed out only if all
/// together have the promised size and digest. A connection that breaks is replaced, and the
/// download goes on where it was. For one thread.
final class Download extends InputStream {
    /// Makes the request.
    interface Opener {
        /// @param range value of the header `Range`, null for all bytes
        Response open(@Nullable String range) throws IOException;
    }

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/(?:([0-9]{1,18})|\\*)");

    /// So much must come between two failures for the second not to count as one more.
    private static final long PROGRESS = 1 << 20;

    private final Opener opener;
    private final Descriptor blob;
    private final String host;
    private final String doing;
    private final MessageDigest hash;
    private Retries retries;
    private @Nullable Response response;
    private long position;
    private long lastFailure;
    private boolean closed;

    /// Makes the first request.
    static Download begin(Endpoint endpoint, Opener opener, Descriptor blob, String doing)
            throws IOException {
        Download download =
                new Download(
                        opener, blob, endpoint.host(), doing, endpoint.transport().retries(doing));
        if (blob.size() == 0) {
            download.check();
        }
        download.connect();
        return download;
    }

    private Download(Opener opener, Descriptor blob, String host, String doing, Retries retries) {
        this.opener = opener;
        this.blob = blob;
        this.host = host;
        this.doing = doing;
        this.retries = retries;
        try {
            this.hash =
                    MessageDigest.getInstance(
                            blob.digest().algorithm().equals("sha512") ? "SHA-512" : "SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-2", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (position == blob.size() || len == 0) {
            return len == 0 ? 0 : -1;
        }
        while (true) {
            try {
                int n = connect().body().read(b, off, (int) Math.min(len, blob.size() - position));
                if (n >= 0) {
                    hash.update(b, off, n);
                    position += n;
                    if (position == blob.size()) {
                        end();
                    }
                    return n;
                }
                throw new IOException(
                        "it ended after %d of %d bytes".formatted(position, blob.size()));
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /// Gives up, or waits for the next attempt.
    private void failed(IOException e) throws IOException {
        cut();
        IOException meaning = Failures.of(e, host, doing);
        if (e instanceof RegistryException || e instanceof InterruptedIOException) {
            // An answer that tells that there is no hope; what may pass was tried again below.
            throw meaning;
        }
        if (position - lastFailure >= PROGRESS) {
            retries = retries.anew();
        }
        lastFailure = position;
        if (!retries.again(String.valueOf(meaning.getMessage()), null)) {
            throw meaning;
        }
    }

    private Response connect() throws IOException {
        Response there = response;
        if (there != null) {
            return there;
        }
        Response next = opener.open(position == 0 ? null : "bytes=" + position + "-");
        if (position > 0 && (next.status() == 416 || (next.status() == 206 && !continues(next)))) {
            next.cut();
            next = opener.open(null);
        }
        try {
            begin(next);
        } catch (IOException e) {
            next.cut();
            throw e;
        }
        response = next;
        return next;
    }

    private void begin(Response next) throws IOException {
        if (next.status() == 206) {
            if (position == 0 || !continues(next)) {
                throw next.malformed("sent a part of the blob that nobody asked for");
            }
            return;
        }
        next.require(200);
        long length = next.contentLength().orElse(blob.size());
        if (length != blob.size()) {
            throw corrupt("%s has %d bytes of it, not %d".formatted(host, length, blob.size()));
        }
        // The whole once more: what was had already is read over.
        next.body().skipNBytes(position);
    }

    /// Whether this part begins where the last one ended, of a whole of the right size.
    private boolean continues(Response next) {
        String text = next.header("Content-Range");
        Matcher range = CONTENT_RANGE.matcher(text == null ? "" : text.strip());
        return range.matches()
                && Long.parseLong(range.group(1)) == position
                && Long.parseLong(range.group(2)) >= position
                && Long.parseLong(range.group(2)) < blob.size()
                && (range.group(3) == null || Long.parseLong(range.group(3)) == blob.size());
    }

    private void end() throws IOException {
        check();
        Response last = response;
        int more = -1;
        try {
            more = last == null ? -1 : last.body().read();
        } catch (IOException _) {
            // All that was wanted is here.
        }
        if (more >= 0) {
            throw corrupt("%s sends more than the %d bytes of it".formatted(host, blob.size()));
        }
        if (last != null) {
            last.close();
        }
        response = null;
    }

    private void check() throws RegistryException {
        Digest actual =
                new Digest(blob.digest().algorithm(), HexFormat.of().formatHex(hash.digest()));
        if (!actual.equals(blob.digest())) {
            throw corrupt("what %s sends has the digest %s".formatted(host, actual));
        }
    }

    private RegistryException corrupt(String what) {
        cut();
        return new RegistryException(Kind.CORRUPT, host, doing, what);
    }

    private void cut() {
        if (response != null) {
            response.cut();
            response = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        cut();
    }
}
