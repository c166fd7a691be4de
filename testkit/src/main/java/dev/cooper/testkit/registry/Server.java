// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// One HTTP server on a loopback address.
final class Server implements AutoCloseable {
    static {
        // Small answers would wait for acknowledgments else.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /// Answers requests.
    interface Handler {
        Answer answer(Request request) throws IOException;
    }

    private final String name;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final String scheme;
    private final Handler handler;

    Server(
            String name,
            String address,
            @Nullable SSLContext tls,
            boolean asksForClients,
            Handler handler) {
        this.name = name;
        this.handler = handler;
        this.scheme = tls == null ? "http" : "https";
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getByName(address), 0);
            if (tls == null) {
                server = HttpServer.create(any, 0);
            } else {
                HttpsServer secure = HttpsServer.create(any, 0);
                secure.setHttpsConfigurator(
                        new HttpsConfigurator(tls) {
                            @Override
                            public void configure(HttpsParameters parameters) {
                                SSLParameters ssl = tls.getDefaultSSLParameters();
                                ssl.setNeedClientAuth(asksForClients);
                                parameters.setSSLParameters(ssl);
                            }
                        });
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    String authority() {
        InetSocketAddress at = server.getAddress();
        return at.getAddress().getHostAddress() + ":" + at.getPort();
    }

    String address() {
        return scheme + "://" + authority();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((key, values) ->
                            headers.put(key.toLowerCase(Locale.ROOT), String.join(",", values)));
            Request request =
                    new Request(
                            name,
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            query(exchange.getRequestURI().getRawQuery()),
                            headers,
                            exchange.getRequestBody());
            say(exchange, handler.answer(request));
        }
    }

    private static Map<String, List<String>> query(@Nullable String text) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String each : text == null ? new String[0] : text.split("&")) {
            int equals = each.indexOf('=');
            String key = equals < 0 ? each : each.substring(0, equals);
            String value = equals < 0 ? "" : URLDecoder.decode(each.substring(equals + 1), UTF_8);
            all.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
        }
        return all;
    }

    private static void say(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.isDropped()) {
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(answer.length()));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        boolean empty = answer.length() == 0 && !answer.isChunked();
        exchange.sendResponseHeaders(
                answer.status(), answer.isChunked() ? 0 : empty ? -1 : answer.length());
        if (empty) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        int end =
                answer.cut() < 0
                        ? answer.body().length
                        : Math.min(answer.cut(), answer.body().length);
        out.write(answer.body(), 0, end);
        out.flush();
        CountDownLatch latch = answer.stall();
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (answer.cut() < 0 && answer.length() == answer.body().length) {
            out.close();
        } else if (answer.cut() < 0 && answer.isChunked()) {
            out.close();
        }
        // Else the exchange ends in the middle, and with it the connection.
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
