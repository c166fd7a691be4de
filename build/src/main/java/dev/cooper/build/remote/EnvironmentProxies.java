// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Proxies as command line tools take them from the environment: `HTTP_PROXY`, `HTTPS_PROXY`,
/// `ALL_PROXY` and `NO_PROXY`, in either case. The JDK's client doesn't read them.
final class EnvironmentProxies extends ProxySelector {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    private @Nullable String value(String name) {
        String lower = environment.get(name.toLowerCase(Locale.ROOT));
        return lower == null ? environment.get(name) : lower;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost();
        if (host == null || isExcepted(host.toLowerCase(Locale.ROOT))) {
            return DIRECT;
        }
        String proxy = value(uri.getScheme().toUpperCase(Locale.ROOT) + "_PROXY");
        if (proxy == null || proxy.isEmpty()) {
            proxy = value("ALL_PROXY");
        }
        if (proxy == null || proxy.isEmpty()) {
            return DIRECT;
        }
        URI at = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (at.getHost() == null) {
            return DIRECT;
        }
        int port = at.getPort() < 0 ? 80 : at.getPort();
        return List.of(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(at.getHost(), port)));
    }

    private boolean isExcepted(String host) {
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        String exceptions = value("NO_PROXY");
        for (String each : exceptions == null ? new String[0] : exceptions.split("[,\\s]+")) {
            String name = each.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            if (each.equals("*")
                    || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request fails with the same error.
    }
}
