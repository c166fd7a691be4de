// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One place where a repository may be had.
///
/// @param scheme null if it has to be found out, which is only so for hosts that may go without
///   encryption
/// @param authority host, and port if it isn't the scheme's own
/// @param root path of the API, such as `/v2`
/// @param repository its path there
/// @param capabilities what the place is for
/// @param mirror whether it stands in for another
/// @param headers to send there
/// @param namespace the host that it stands in for, where the place wants to know
record Location(
        @Nullable String scheme,
        String authority,
        String root,
        String repository,
        Set<Capability> capabilities,
        boolean mirror,
        Map<String, String> headers,
        @Nullable String namespace) {
    /// What a place may be used for.
    enum Capability {
        /// Manifests and blobs by digest.
        PULL,
        /// From a tag to a digest.
        RESOLVE,
        PUSH
    }

    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:.]+\\])(?::[0-9]{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*");

    Location {
        if (!AUTHORITY.matcher(authority).matches()
                || repository.length() > 512
                || !REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException("not a host and a repository");
        }
        capabilities = Set.copyOf(capabilities);
        headers = Map.copyOf(headers);
    }

    /// From `host/path`, as a configuration writes it.
    static Location of(String place, @Nullable String scheme, boolean mirror, Set<Capability> can)
            throws RegistryException {
        int slash = place.indexOf('/');
        try {
            if (slash > 0) {
                return new Location(
                        scheme,
                        Hub.apiHost(place.substring(0, slash)),
                        "/v2",
                        place.substring(slash + 1),
                        can,
                        mirror,
                        Map.of(),
                        null);
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new RegistryException(
                Kind.CONFIGURATION,
                Shown.text(place, 200),
                "finding the registry",
                "the configuration leads to \"%s\", which is no repository"
                        .formatted(Shown.text(place, 200)));
    }

    /// Without the port; an IPv6 address without brackets.
    static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        String host =
                colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// Whose credentials count there. A mirror's own, never those of the host it stands in for.
    String credentialHost() {
        return Hub.canonical(authority);
    }

    boolean isLoopback() {
        String host = host(authority);
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
