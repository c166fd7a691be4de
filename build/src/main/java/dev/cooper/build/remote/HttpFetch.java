// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import dev.cooper.build.solver.StepException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One file over http or https. Redirects are followed by hand: at most ten, never to another
/// scheme but from http to https, never from the open network to an address of this machine or its
/// own networks, and never to a link-local one, where clouds keep their credentials. A body that
/// stalls or drips fails, and so does one larger than 1 TiB.
public final class HttpFetch {
    private static final int MOST_REDIRECTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MOST_BYTES = 1L << 40;

    /// What the server said of the file.
    ///
    /// @param unchanged whether it is what the tag stood for; then nothing was written
    /// @param size bytes written
    public record Answer(
            boolean unchanged, @Nullable String etag, @Nullable Instant lastModified, long size) {}

    /// Where the body goes, opened once there is one.
    public interface Target {
        OutputStream open() throws IOException;
    }

    private final Map<String, String> headers;
    private final Duration patience;

    /// @param headers sent to the first host alone
    public HttpFetch(Map<String, String> headers) {
        this(headers, PATIENCE);
    }

    /// @param patience how long nothing worth mentioning may come
    HttpFetch(Map<String, String> headers, Duration patience) {
        this.headers = Map.copyOf(headers);
        this.patience = patience;
    }

    /// The text behind a URL.
    ///
    /// @param most how many bytes it may have
    /// @throws StepException if it has more, or isn't to be had
    public byte[] text(URI uri, int most) throws IOException, InterruptedException, StepException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        get(uri, null, () -> bytes, most);
        return bytes.toByteArray();
    }

    /// Gets the file, unless it still has this tag.
    ///
    /// @throws StepException if there is none, or the server isn't reached
    public Answer get(URI uri, @Nullable String etag, Target target)
            throws IOException, InterruptedException, StepException {
        return get(uri, etag, target, MOST_BYTES);
    }

    private Answer get(URI uri, @Nullable String etag, Target target, long most)
            throws IOException, InterruptedException, StepException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(30))
                        .proxy(proxies())
                        .build()) {
            HttpResponse<InputStream> response = follow(client, uri, etag);
            try (InputStream body = response.body()) {
                return answer(uri, response, body, target, most);
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static ProxySelector proxies() {
        return new EnvironmentProxies(System.getenv());
    }

    private HttpResponse<InputStream> follow(HttpClient client, URI first, @Nullable String etag)
            throws IOException, InterruptedException, StepException {
        URI at = first;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(at)
                            .timeout(patience)
                            .header("User-Agent", "cooper")
                            .header("Accept-Encoding", "identity");
            if (hop == 0) {
                headers.forEach(request::header);
                if (etag != null) {
                    request.header("If-None-Match", etag);
                }
            }
            HttpResponse<InputStream> response = send(client, request.build());
            if (!isRedirect(response.statusCode())) {
                return response;
            }
            response.body().close();
            at = next(at, response.headers().firstValue("Location").orElse(""));
        }
        throw new StepException("too many redirects from " + shown(first));
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
            throws InterruptedException, StepException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String why = e.getMessage();
            throw new StepException(
                    "cannot get "
                            + shown(request.uri())
                            + ": "
                            + (why == null ? "no connection" : why),
                    e);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI next(URI from, String location) throws StepException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new StepException(shown(from) + " redirects to something that is no URL", e);
        }
        String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http") && !"https".equalsIgnoreCase(from.getScheme());
        if ((!scheme.equals("https") && !plain) || to.getHost() == null) {
            throw new StepException("refused: " + shown(from) + " redirects to " + shown(to));
        }
        Reach reach = Reach.of(to.getHost());
        boolean elsewhere = !to.getHost().equalsIgnoreCase(from.getHost());
        if (reach.compareTo(Reach.of(from.getHost())) > 0 || (reach == Reach.LINK && elsewhere)) {
            throw new StepException(
                    "refused: "
                            + shown(from)
                            + " redirects into this machine's own networks, to "
                            + shown(to));
        }
        return to;
    }

    /// How near a host is; a redirect never leads to a nearer one.
    private enum Reach {
        WORLD,
        HERE,
        LINK;

        static Reach of(String host) {
            Reach reach = WORLD;
            try {
                for (InetAddress each : InetAddress.getAllByName(host)) {
                    Reach one = of(each);
                    reach = one.compareTo(reach) > 0 ? one : reach;
                }
            } catch (UnknownHostException e) {
                // A proxy may know it.
                return WORLD;
            }
            return reach;
        }

        private static Reach of(InetAddress address) {
            if (address.isLinkLocalAddress()) {
                return LINK;
            }
            byte[] bytes = address.getAddress();
            boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
            return address.isLoopbackAddress()
                            || address.isSiteLocalAddress()
                            || address.isAnyLocalAddress()
                            || unique
                    ? HERE
                    : WORLD;
        }
    }

    private Answer answer(
            URI uri, HttpResponse<InputStream> response, InputStream body, Target target, long most)
            throws IOException, StepException {
        int status = response.statusCode();
        String etag = response.headers().firstValue("ETag").orElse(null);
        Instant modified = modified(response).orElse(null);
        if (status == 304) {
            return new Answer(true, etag, modified, 0);
        }
        if (status < 200 || status >= 300) {
            throw new StepException("cannot get " + shown(uri) + ": the server answers " + status);
        }
        long promised = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (promised > most) {
            throw tooLarge(uri, most);
        }
        try (OutputStream out = target.open();
                Watchdog watchdog = new Watchdog(body, patience)) {
            long size = watchdog.copyTo(out, most);
            if (size > most) {
                throw tooLarge(uri, most);
            }
            if (promised >= 0 && size != promised) {
                throw new StepException(
                        "cannot get %s: %d of %d bytes came".formatted(shown(uri), size, promised));
            }
            return new Answer(false, etag, modified, size);
        } catch (Watchdog.BrokenOffException e) {
            throw new StepException("cannot get " + shown(uri) + ": " + e.getMessage(), e);
        }
    }

    private static StepException tooLarge(URI uri, long most) {
        return new StepException(
                "cannot get %s: larger than %s"
                        .formatted(
                                shown(uri), most == MOST_BYTES ? "1 TiB" : (most >> 20) + " MiB"));
    }

    private static Optional<Instant> modified(HttpResponse<?> response) {
        try {
            return response.headers()
                    .firstValue("Last-Modified")
                    .map(each -> ZonedDateTime.parse(each, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(ZonedDateTime::toInstant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// The URL without a password that may stand in it, and without its query.
    static String shown(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme()
                + "://"
                + host
                + port
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }
}
