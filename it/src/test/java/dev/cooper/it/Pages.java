// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Pages on one of the host's addresses, each saying its own path, and how often each was asked
/// for. Those at `/meet/N/…` are given out once N of them have been asked for.
final class Pages implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, CountDownLatch> meetings = new ConcurrentHashMap<>();

    Pages(InetAddress address) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
                    meet(path);
                    byte[] page = (path + "\n").getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(page);
                    }
                });
        server.start();
    }

    static Pages onLoopback() throws IOException {
        return new Pages(InetAddress.getLoopbackAddress());
    }

    /// The host's addresses besides the loopback's that a URL can hold as they are.
    static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .toList();
    }

    private void meet(String path) throws IOException {
        String[] parts = path.split("/");
        if (parts.length > 3 && parts[1].equals("meet")) {
            int count = Integer.parseInt(parts[2]);
            CountDownLatch meeting =
                    meetings.computeIfAbsent(count, each -> new CountDownLatch(each));
            meeting.countDown();
            try {
                if (!meeting.await(2, TimeUnit.MINUTES)) {
                    throw new IOException("alone at " + path);
                }
            } catch (InterruptedException e) {
                throw new IOException("the test is over", e);
            }
        }
    }

    /// With a slash at its end.
    String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        host = zone < 0 ? host : host.substring(0, zone);
        return "http://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort()
                + "/";
    }

    int asked(String path) {
        AtomicInteger count = asked.get(path);
        return count == null ? 0 : count.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
