// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One repository at one place, with its scheme known: makes requests there, with who sends them.
/// Safe for use by any number of threads.
final class Endpoint {
    private final Transport transport;
    private final Auth auth;
    private final Location location;
    private final Origin origin;
    private final Set<Origin> wholeOnly;

    /// @param wholeOnly registries that were seen to take no uploads in pieces, for all to remember
    Endpoint(
            Transport transport,
            Auth auth,
            Location location,
            String scheme,
            Set<Origin> wholeOnly) {
        this.transport = transport;
        this.auth = auth;
        this.location = location;
        this.origin = Origin.of(URI.create(scheme + "://" + location.authority()));
        this.wholeOnly = wholeOnly;
    }

    static Set<Origin> noOrigins() {
        return ConcurrentHashMap.newKeySet();
    }

    Transport transport() {
        return transport;
    }

    Location location() {
        return location;
    }

    Origin origin() {
        return origin;
    }

    String host() {
        return origin.authority();
    }

    String repository() {
        return location.repository();
    }

    boolean takesPieces() {
        return !wholeOnly.contains(origin);
    }

    void takesNoPieces() {
        wholeOnly.add(origin);
    }

    /// The API's own address, which tells whether there is one.
    URI ping() {
        return URI.create(origin + location.root() + "/");
    }

    /// @param rest below the repository, with no character that would have to be escaped
    /// @param query with everything escaped that needs it; may be empty
    URI uri(String rest, String query) {
        String namespace = location.namespace();
        String all =
                namespace == null
                        ? query
                        : query
                                + (query.isEmpty() ? "" : "&")
                                + "ns="
                                + namespace.replace(":", "%3A");
        return URI.create(
                origin
                        + location.root()
                        + "/"
                        + location.repository()
                        + "/"
                        + rest
                        + (all.isEmpty() ? "" : "?" + all));
    }

    URI uri(String rest) {
        return uri(rest, "");
    }

    Call call(String method, URI uri, String doing, Scope... scopes) {
        Authorization who = auth.of(origin, location.credentialHost(), List.of(scopes), doing);
        return Call.of(method, uri, doing).owning(location.headers()).by(who);
    }

    Scope pull() {
        return Scope.pull(location.repository());
    }

    Scope push() {
        return Scope.push(location.repository());
    }

    Response send(Call call) throws IOException {
        return transport.send(call);
    }

    /// The places of a client, with the schemes found out so far.
    static final class Probe {
        private final Transport transport;
        private final Map<String, String> schemes = new ConcurrentHashMap<>();

        Probe(Transport transport) {
            this.transport = transport;
        }

        /// Encrypted if the host can do that at all. Only where the location leaves it open is
        /// anything else tried, and only if the other side doesn't speak TLS, not if it can't be
        /// trusted.
        String scheme(Location location) throws IOException {
            if (location.scheme() != null) {
                return location.scheme();
            }
            String known = schemes.get(location.authority());
            if (known != null) {
                return known;
            }
            String found;
            RegistryException encrypted = answers("https", location);
            if (encrypted == null) {
                found = "https";
            } else if (encrypted.kind() == Kind.TLS && !Failures.isPlain(encrypted)) {
                throw encrypted;
            } else if (answers("http", location) == null) {
                found = "http";
            } else {
                throw encrypted;
            }
            schemes.put(location.authority(), found);
            return found;
        }

        private @Nullable RegistryException answers(String scheme, Location location)
                throws IOException {
            URI uri = URI.create(scheme + "://" + location.authority() + location.root() + "/");
            Call ping = Call.of("GET", uri, "asking " + location.authority()).once();
            try (Response response = transport.send(ping)) {
                // Whatever it says, it says it in HTTP.
                return response.status() == 407 ? response.failure() : null;
            } catch (RegistryException e) {
                return e;
            }
        }
    }
}
