// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.net.URI;
import java.util.Locale;

/// Scheme, host and port (RFC 6454): what a credential belongs to. Anything that differs in one of
/// them is somebody else.
///
/// @param host in lower case; an IPv6 address in brackets
/// @param port never left out
record Origin(String scheme, String host, int port) {
    /// @throws IllegalArgumentException if it isn't the address of a web server
    static Origin of(URI uri) {
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || host.isEmpty()) {
            throw new IllegalArgumentException("not an address with scheme and host");
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("neither http nor https");
        }
        int port = uri.getPort();
        return new Origin(
                scheme,
                host.toLowerCase(Locale.ROOT),
                port >= 0 ? port : scheme.equals("https") ? 443 : 80);
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    /// As in an image's name: the port only if it isn't the scheme's own.
    String authority() {
        return port == (isEncrypted() ? 443 : 80) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
