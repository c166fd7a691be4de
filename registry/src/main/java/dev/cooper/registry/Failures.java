// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.registry.GuardedStream.StalledException;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// What failed connections and unwanted answers mean, in words for people.
final class Failures {
    private static final int MOST_BODY = 64 << 10;
    private static final int MOST_SHOWN = 400;

    private Failures() {}

    /// An interruption stays one; anything else becomes a [RegistryException].
    static IOException of(IOException e, String host, String doing) {
        if (e instanceof RegistryException
                || (e instanceof InterruptedIOException && !(e instanceof HttpTimeoutException))) {
            return e;
        }
        if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
            return failure(
                    e,
                    Kind.DNS,
                    host,
                    doing,
                    "host " + host + " has no address: is its name right, and is there a network?");
        }
        if (has(e, SSLException.class)) {
            return tls(e, host, doing);
        }
        if (e instanceof HttpConnectTimeoutException) {
            return failure(e, Kind.TIMEOUT, host, doing, "no connection to " + host + " in time");
        }
        if (e instanceof HttpTimeoutException) {
            return failure(e, Kind.TIMEOUT, host, doing, host + " does not answer");
        }
        if (e instanceof StalledException) {
            return failure(e, Kind.TIMEOUT, host, doing, host + " has stopped sending");
        }
        if (has(e, ConnectException.class)) {
            return failure(
                    e, Kind.UNREACHABLE, host, doing, "no connection to " + host + ": " + words(e));
        }
        return failure(
                e,
                Kind.UNREACHABLE,
                host,
                doing,
                "the connection to " + host + " broke: " + words(e));
    }

    private static IOException tls(IOException e, String host, String doing) {
        String text = words(e);
        if (isPlain(e)) {
            return failure(
                    e,
                    Kind.TLS,
                    host,
                    doing,
                    host
                            + " does not speak TLS; if it is to be trusted all the same, list it as insecure");
        }
        if (has(e, SSLHandshakeException.class) || text.contains("certificate")) {
            return failure(
                    e,
                    Kind.TLS,
                    host,
                    doing,
                    "no trust in "
                            + host
                            + ": "
                            + text
                            + "; put its authority's certificate into certs.d/"
                            + host
                            + "/ca.crt");
        }
        return failure(
                e, Kind.UNREACHABLE, host, doing, "the connection to " + host + " broke: " + text);
    }

    /// Whether the other side answered, and not in TLS.
    static boolean isPlain(IOException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            String text = String.valueOf(each.getMessage());
            if (each instanceof SSLException
                    && (text.contains("unrecognized SSL message") || text.contains("plaintext"))) {
                return true;
            }
        }
        return false;
    }

    private static RegistryException failure(
            IOException cause, Kind kind, String host, String doing, String message) {
        return new RegistryException(kind, host, doing, message).causedBy(cause);
    }

    /// Whether the same request may go well in a moment.
    static boolean passes(IOException failure) {
        return failure instanceof RegistryException known
                && known.temporary()
                && known.status() == 0;
    }

    private static boolean has(Throwable thrown, Class<?> kind) {
        int depth = 0;
        for (Throwable each = thrown; each != null && depth < 20; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
            depth++;
        }
        return false;
    }

    /// The first message on the way down the causes.
    private static String words(Throwable thrown) {
        int depth = 0;
        for (Throwable each = thrown; each != null && depth < 20; each = each.getCause()) {
            if (each.getMessage() != null) {
                return Shown.text(each.getMessage(), MOST_SHOWN);
            }
            depth++;
        }
        return thrown.getClass().getSimpleName();
    }

    /// The registry's own words, if it has any (OCI distribution specification, "Error codes").
    private record Said(@Nullable String code, String message) {}

    static RegistryException of(Response response) {
        Said said = said(response);
        String own = said.message.isEmpty() ? "" : ": " + said.message;
        String host = response.host();
        int status = response.status();
        Kind kind =
                switch (status) {
                    case 401 -> Kind.UNAUTHORIZED;
                    case 403 -> Kind.DENIED;
                    case 404 -> Kind.NOT_FOUND;
                    case 405, 501 -> Kind.UNSUPPORTED;
                    case 407 -> Kind.UNREACHABLE;
                    case 408, 504 -> Kind.TIMEOUT;
                    case 429 -> Kind.RATE_LIMITED;
                    default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
                };
        String text =
                switch (status) {
                    case 401 ->
                            "%s wants to know who asks%s (try: login %s)"
                                    .formatted(host, own, loginName(host));
                    case 403 ->
                            "%s denies access%s (it may need: login %s)"
                                    .formatted(host, own, loginName(host));
                    case 404 -> "not found at " + host + own;
                    case 405 -> host + " does not allow this" + own;
                    case 407 -> "the proxy on the way to " + host + " wants a name and a password";
                    case 413 -> host + " says that this is too large" + own;
                    case 429 -> host + " limits how often it may be asked" + own + after(response);
                    default ->
                            status >= 500
                                    ? "%s has a problem of its own (status %d)%s"
                                            .formatted(host, status, own)
                                    : "%s answered with status %d%s".formatted(host, status, own);
                };
        return new RegistryException(kind, host, response.doing(), text, status, said.code);
    }

    private static String loginName(String host) {
        return Hub.isHub(host) ? Hub.DOMAIN : host;
    }

    private static String after(Response response) {
        var wait = Retries.retryAfter(response.header("Retry-After"), response.header("Date"));
        return wait == null ? "" : " (try again in %d s)".formatted(wait.toSeconds());
    }

    private static Said said(Response response) {
        byte[] body;
        try {
            body = response.body().readNBytes(MOST_BODY);
        } catch (IOException e) {
            return new Said(null, "");
        }
        try {
            List<String> messages = new ArrayList<>();
            String code = null;
            Json.Obj json = Json.parseObject(body);
            for (Json.Obj each : json.objects("errors")) {
                String its = each.string("code");
                String message = each.string("message");
                code = code == null && its != null ? Shown.text(its, 64) : code;
                String word = message == null || message.isEmpty() ? its : message;
                if (word != null && messages.size() < 5) {
                    messages.add(Shown.text(word, MOST_SHOWN));
                }
            }
            if (messages.isEmpty()) {
                // Token servers and gateways have forms of their own.
                for (String name : List.of("details", "error_description", "message", "error")) {
                    if (json.get(name) instanceof Json.Str text && !text.value().isEmpty()) {
                        messages.add(Shown.text(text.value(), MOST_SHOWN));
                        break;
                    }
                }
            }
            return new Said(code, String.join("; ", messages));
        } catch (MalformedJsonException e) {
            return new Said(null, plain(response, body));
        }
    }

    private static String plain(Response response, byte[] body) {
        String type = response.header("Content-Type");
        boolean text = type == null || type.toLowerCase(Locale.ROOT).startsWith("text/plain");
        String words = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
        return text && words.length() <= MOST_SHOWN ? Shown.text(words, MOST_SHOWN) : "";
    }
}
