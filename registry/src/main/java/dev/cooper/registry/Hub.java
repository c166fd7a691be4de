// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import org.jspecify.annotations.Nullable;

/// The protocol's default registry: the one place that knows under which names it goes. Images name
/// it by its domain, its API has another host, and its credentials are filed under a third name.
final class Hub {
    static final String DOMAIN = "docker.io";
    static final String API_HOST = "registry-1.docker.io";
    static final String CREDENTIAL_KEY = "https://index.docker.io/v1/";

    private Hub() {}

    /// Whether this host is one of its names; nothing but the exact names counts.
    static boolean isHub(@Nullable String host) {
        return DOMAIN.equals(host) || "index.docker.io".equals(host) || API_HOST.equals(host);
    }

    /// One name for all of them.
    static String canonical(String host) {
        return isHub(host) ? DOMAIN : host;
    }

    /// Where its API is, or the host itself.
    static String apiHost(String host) {
        return isHub(host) ? API_HOST : host;
    }
}
