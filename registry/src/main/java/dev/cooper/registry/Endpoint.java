// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;

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
}
