// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.Destinations.Purpose;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// HTTP as registries need it: redirects followed by rules of our own, failures that pass tried
/// again, bodies watched, so many transfers per host. Knows of hosts, not of images. Safe for use
/// by any number of threads.
///
/// HTTP/1.1 throughout: blobs come faster over several connections than over one that they share,
/// and every registry and every proxy before one speaks it.
final class Transport implements AutoCloseable {
    /// Whom to trust at a host, by its authority.
    interface Trust {
        Tls at(String authority) throws RegistryException;
    }

    private static final int MOST_HOPS = 5;

    private final Limits limits;
    private final Patience patience;
    private final String userAgent;
    private final Proxies proxies;
    private final Destinations destinations;
    private final Trust tls;
    private final Consumer<RegistryEvent> events;
    private final Watchdog watchdog = new Watchdog();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Tls, HttpClient> clients = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> permits = new ConcurrentHashMap<>();

    Transport(
            Limits limits,
            Patience patience,
            Neighborhood neighborhood,
            String userAgent,
            Proxies proxies,
            Trust tls,
            Consumer<RegistryEvent> events) {
        this.limits = limits;
        this.patience = patience;
        this.userAgent = userAgent;
        this.proxies = proxies;
        this.destinations =
                new Destinations(
                        neighborhood, host -> proxies.isProxied(URI.create("https://" + host)));
        this.tls = tls;
        this.events = events;
    }

    Limits limits() {
        return limits;
    }

    Destinations destinations() {
        return destinations;
    }

    Retries retries(String doing) {
        return new Retries(limits, patience, events, doing);
    }

    Patience patience() {
        return patience;
    }

    /// The last answer, whatever its status but for redirects, which are followed, and for those
    /// that another attempt may cure.
    ///
    /// @throws RegistryException if there is no answer
    Response send(Call call) throws IOException {
        Retries retries = retries(call.doing());
        while (true) {
            Response response = null;
            IOException failure = null;
            try {
                response = follow(call);
            } catch (IOException e) {
                failure = e;
            }
            if (response != null) {
                String passing = call.patient() ? passing(response) : null;
                if (passing == null) {
                    return response;
                }
                Duration asked =
                        Retries.retryAfter(response.header("Retry-After"), response.header("Date"));
                // Its connection is free while this one waits.
                response = buffered(response);
                if (!retries.again(passing, asked)) {
                    return response;
                }
            } else if (failure != null) {
                boolean passes = call.patient() && Failures.passes(failure);
                if (!passes || !retries.again(String.valueOf(failure.getMessage()), null)) {
                    throw failure;
                }
            }
        }
    }

    private static @Nullable String passing(Response response) {
        return switch (response.status()) {
            case 408, 429, 500, 502, 503, 504 ->
                    response.host() + " answered with status " + response.status();
            default -> null;
        };
    }

    private Response follow(Call call) throws IOException {
        Origin own = Origin.of(call.uri());
        Origin at = own;
        URI uri = call.uri();
        boolean renewed = false;
        String method = call.method();
        Call.Body body = call.body();
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            boolean home = at.equals(own);
            String authorization = home ? call.authorization().header() : null;
            Response response = exchange(call, method, uri, at, body, authorization, home);
            if (response.status() == 401 && home && !renewed) {
                renewed = true;
                // The connection first: getting a token may need one to the same host.
                var challenges = response.headers("WWW-Authenticate");
                response = buffered(response);
                if (call.authorization().renew(challenges, authorization)) {
                    hop--;
                    continue;
                }
            }
            String location = response.header("Location");
            if (!isRedirect(response.status()) || location == null) {
                warned(response);
                return response;
            }
            response.close();
            if (response.status() == 303 && !method.equals("HEAD")) {
                method = "GET";
                body = null;
            }
            uri = resolve(uri, location, call.doing());
            at =
                    destinations.check(
                            at,
                            uri,
                            body == null ? Purpose.REDIRECT : Purpose.UPLOAD,
                            call.doing());
        }
        throw new RegistryException(
                Kind.REFUSED,
                own.authority(),
                call.doing(),
                own.authority() + " redirects more than " + MOST_HOPS + " times");
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /// A reference in a header, against the address of the request.
    static URI resolve(URI base, String location, String doing) throws RegistryException {
        try {
            return base.resolve(new URI(location));
        } catch (java.net.URISyntaxException e) {
            String host = Origin.of(base).authority();
            throw new RegistryException(
                            Kind.MALFORMED,
                            host,
                            doing,
                            host + " gave an address that isn't one: " + Shown.text(location, 100))
                    .causedBy(e);
        }
    }

    /// With what it says in memory, and its connection free.
    private static Response buffered(Response response) {
        byte[] said = new byte[0];
        try {
            said = response.body().readNBytes(64 << 10);
        } catch (IOException _) {
            // A message that doesn't arrive is none.
        }
        response.cut();
        return response.saying(said);
    }

    private void warned(Response response) {
        for (String each : response.headers("Warning")) {
            int open = each.indexOf('"');
            int close = each.lastIndexOf('"');
            if (each.startsWith("299") && open >= 0 && close > open) {
                String text = each.substring(open + 1, close).replace("\\\"", "\"");
                events.accept(new RegistryEvent.Warned(response.host(), Shown.text(text, 400)));
            }
        }
    }

    private Response exchange(
            Call call,
            String method,
            URI uri,
            Origin at,
            Call.@Nullable Body body,
            @Nullable String authorization,
            boolean home)
            throws IOException {
        AtomicLong progress = new AtomicLong(System.nanoTime());
        OutgoingStream outgoing =
                body == null || body.length() == 0 ? null : new OutgoingStream(body, progress);
        BodyPublisher publisher =
                body == null || outgoing == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(() -> outgoing), body.length());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .method(method, publisher)
                        .setHeader("User-Agent", userAgent);
        String toProxy = proxies.authorization(uri);
        try {
            call.headers().forEach(request::setHeader);
            if (home) {
                call.ownHeaders().forEach(request::setHeader);
            }
            if (authorization != null) {
                request.setHeader("Authorization", authorization);
            }
            if (toProxy != null) {
                request.setHeader("Proxy-Authorization", toProxy);
            }
        } catch (IllegalArgumentException _) {
            // The message would have the value.
            throw new RegistryException(
                    Kind.CREDENTIALS,
                    at.authority(),
                    call.doing(),
                    "a header for %s has characters that no header may have"
                            .formatted(at.authority()));
        }
        HttpClient client = client(at);
        Semaphore permit = permit(at, body != null);
        try {
            HttpResponse<InputStream> answer = await(client, request.build(), progress);
            InputStream guarded =
                    new GuardedStream(
                            answer.body(),
                            watchdog,
                            limits.stall().toNanos(),
                            limits.least(),
                            permit::release);
            permit = null;
            return new Response(answer.statusCode(), uri, answer.headers(), guarded, call.doing());
        } catch (IOException e) {
            IOException unread = outgoing == null ? null : outgoing.failure();
            throw unread != null ? unread : Failures.of(e, at.authority(), call.doing());
        } finally {
            if (permit != null) {
                permit.release();
            }
        }
    }

    private HttpResponse<InputStream> await(
            HttpClient client, HttpRequest request, AtomicLong progress) throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            while (true) {
                long left = limits.answer().toNanos() - (System.nanoTime() - progress.get());
                if (left <= 0 && answer.cancel(true)) {
                    throw new HttpTimeoutException("no answer");
                }
                try {
                    return answer.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
                } catch (TimeoutException _) {
                    // Unless bytes of the request went out meanwhile, the time is over.
                }
            }
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
    }

    private HttpClient client(Origin at) throws RegistryException {
        Tls wanted = at.isEncrypted() ? tls.at(at.authority()) : Tls.PLATFORM;
        HttpClient there = clients.get(wanted);
        if (there != null) {
            return there;
        }
        SSLContext context = wanted.context();
        return clients.computeIfAbsent(
                wanted,
                _ -> {
                    HttpClient.Builder builder =
                            HttpClient.newBuilder()
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .followRedirects(HttpClient.Redirect.NEVER)
                                    .connectTimeout(limits.connect())
                                    .proxy(proxies)
                                    .executor(executor);
                    return (context == null ? builder : builder.sslContext(context)).build();
                });
    }

    /// Up and down apart: what is uploaded may be coming down from the same host.
    private Semaphore permit(Origin at, boolean up) throws IOException {
        Semaphore permit =
                permits.computeIfAbsent(
                        (up ? "up " : "down ") + at, _ -> new Semaphore(limits.perHost()));
        try {
            permit.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for other transfers");
        }
        return permit;
    }

    @Override
    public void close() {
        watchdog.close();
        clients.values().forEach(HttpClient::shutdownNow);
        executor.shutdownNow();
    }
}
