// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in
/// small letters, which win. This machine itself is never reached through one. Holds the proxies'
/// passwords and never shows them.
final class Proxies extends ProxySelector {
    /// One proxy.
    private record Via(String host, int port, @Nullable String authorization) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private final @Nullable Via secure;
    private final @Nullable Via plain;
    private final List<String> direct;

    private Proxies(@Nullable Via secure, @Nullable Via plain, List<String> direct) {
        this.secure = secure;
        this.plain = plain;
        this.direct = direct;
    }

    static Proxies of(Map<String, String> variables) throws RegistryException {
        Proxies found =
                new Proxies(
                        via(variables, "https_proxy"),
                        via(variables, "http_proxy"),
                        List.of(value(variables, "no_proxy").trim().split("[\\s,]+")));
        boolean secret = found.secure != null && found.secure.authorization != null;
        if (secret && System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
            // The JDK by itself sends no password to a proxy that tunnels. Nobody who gives one in
            // HTTPS_PROXY wants that; it has to be said before the JDK's first HTTP client exists.
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
        return found;
    }

    private static String value(Map<String, String> variables, String name) {
        String small = variables.get(name);
        if (small != null && !small.isEmpty()) {
            return small;
        }
        String large = variables.get(name.toUpperCase(Locale.ROOT));
        // A CGI program's environment has the client's header Proxy under this name.
        boolean cgi = name.equals("http_proxy") && variables.containsKey("REQUEST_METHOD");
        return large == null || cgi ? "" : large;
    }

    private static @Nullable Via via(Map<String, String> variables, String name)
            throws RegistryException {
        String text = value(variables, name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            String host = uri.getHost();
            if (host != null && "http".equals(uri.getScheme())) {
                String user = uri.getUserInfo();
                return new Via(
                        host,
                        uri.getPort() < 0 ? 80 : uri.getPort(),
                        user == null ? null : basic(user));
            }
        } catch (IllegalArgumentException _) {
            // The message would have the address, and that a password.
        }
        throw new RegistryException(
                RegistryException.Kind.CONFIGURATION,
                name.toUpperCase(Locale.ROOT),
                "",
                name.toUpperCase(Locale.ROOT)
                        + " is not the address of an HTTP proxy: write http://host:port");
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    boolean isProxied(URI uri) {
        return via(uri) != null;
    }

    /// What to say to the proxy on the way to that address; null if nothing.
    @Nullable String authorization(URI uri) {
        Via via = via(uri);
        return via == null ? null : via.authorization;
    }

    private @Nullable Via via(URI uri) {
        Via via = "https".equals(uri.getScheme()) ? secure : plain;
        String host = uri.getHost();
        return via == null || host == null || isDirect(host.toLowerCase(Locale.ROOT), port(uri))
                ? null
                : via;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private boolean isDirect(String host, int port) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean address = bare.contains(":") || bare.matches("[0-9.]+");
        if (bare.equals("localhost") || (address && isLoopback(bare))) {
            return true;
        }
        return direct.stream().anyMatch(each -> matches(each.toLowerCase(Locale.ROOT), bare, port));
    }

    /// As curl and Go read it: `*`, a domain with all below it, an address, a network, each but the
    /// first two with an optional port.
    private static boolean matches(String rule, String host, int port) {
        if (rule.isEmpty() || rule.equals("*")) {
            return rule.equals("*");
        }
        if (rule.contains("/")) {
            return Network.parse(rule).filter(network -> network.has(host)).isPresent();
        }
        String name = rule;
        int colon = rule.lastIndexOf(':');
        if (colon > 0 && rule.indexOf(':') == colon) {
            if (!rule.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = rule.substring(0, colon);
        }
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        return domain.startsWith(".")
                ? host.endsWith(domain)
                : host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        Via via = via(uri);
        return List.of(
                via == null
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(via.host, via.port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
}
