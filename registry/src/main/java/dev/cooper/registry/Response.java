// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An answer whose body may not have been read yet. Must be closed.
final class Response implements AutoCloseable {
    private static final int MOST_HEADER = 16 << 10;
    private static final int MOST_LEFTOVER = 64 << 10;

    private final int status;
    private final URI uri;
    private final HttpHeaders headers;
    private final InputStream body;
    private final String doing;

    Response(int status, URI uri, HttpHeaders headers, InputStream body, String doing) {
        this.status = status;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.doing = doing;
    }

    int status() {
        return status;
    }

    /// Where the answer came from, after redirects.
    URI uri() {
        return uri;
    }

    String host() {
        return Origin.of(uri).authority();
    }

    String doing() {
        return doing;
    }

    /// The first value, null if there is none. One of unreasonable length or with control
    /// characters counts as none.
    @Nullable String header(String name) {
        List<String> all = headers(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    List<String> headers(String name) {
        return headers.allValues(name).stream()
                .filter(each ->
                        each.length() <= MOST_HEADER
                                && each.chars().allMatch(c -> (c >= ' ' && c != 127) || c == '\t'))
                .limit(64)
                .toList();
    }

    OptionalLong contentLength() {
        String text = header("Content-Length");
        return text != null && text.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /// The bytes as they come; a stall ends them with an exception.
    InputStream body() {
        return body;
    }

    /// The whole body.
    ///
    /// @throws RegistryException if it is longer than that
    byte[] bytes(int most) throws IOException {
        byte[] all;
        try {
            all = body.readNBytes(most + 1);
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(e, host(), doing);
        }
        if (all.length > most) {
            throw malformed("the answer has more than " + most + " bytes");
        }
        return all;
    }

    RegistryException malformed(String what) {
        return new RegistryException(
                Kind.MALFORMED, host(), doing, host() + ": " + what, status, null);
    }

    /// This answer, if its status is one of these.
    ///
    /// @throws RegistryException with what the server says otherwise
    Response require(int... statuses) throws IOException {
        for (int each : statuses) {
            if (status == each) {
                return this;
            }
        }
        throw failure();
    }

    /// What this answer means, if it isn't the wanted one.
    RegistryException failure() {
        return Failures.of(this);
    }

    /// Reads what little is left, so that the connection can be used again, or cuts it.
    @Override
    public void close() {
        try (body) {
            body.readNBytes(MOST_LEFTOVER);
        } catch (IOException _) {
            // What is thrown away may as well not arrive.
        }
    }

    /// The same with this for its body.
    Response saying(byte[] said) {
        return new Response(status, uri, headers, new ByteArrayInputStream(said), doing);
    }

    /// Without reading on.
    void cut() {
        try {
            body.close();
        } catch (IOException _) {
            // Nobody wants it any more.
        }
    }
}
