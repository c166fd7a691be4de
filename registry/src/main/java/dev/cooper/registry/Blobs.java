// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.registry.Destinations.Purpose;
import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Blobs at one endpoint (OCI distribution specification, "Pulling blobs").
final class Blobs {
    private final Endpoint endpoint;

    Blobs(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    boolean exists(Digest digest, String doing, Scope scope) throws IOException {
        Call head = endpoint.call("HEAD", endpoint.uri("blobs/" + digest), doing, scope);
        try (Response response = endpoint.send(head)) {
            return switch (response.status()) {
                case 200 -> true;
                case 404 -> false;
                // Some can't be asked this; the upload will tell.
                case 405 -> false;
                default -> throw response.failure();
            };
        }
    }

    InputStream open(Descriptor blob, String doing) throws IOException {
        Call get =
                endpoint.call(
                        "GET", endpoint.uri("blobs/" + blob.digest()), doing, endpoint.pull());
        return Download.begin(endpoint, range -> endpoint.send(ranged(get, range)), blob, doing);
    }

    /// From the address that the layer names for itself. It gets no credentials, must be public and
    /// encrypted, and its bytes are checked as any.
    InputStream openForeign(Descriptor blob, String address, String doing) throws IOException {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new RegistryException(
                            Kind.MALFORMED,
                            endpoint.host(),
                            doing,
                            "a foreign layer's address isn't one: " + Shown.text(address, 100))
                    .causedBy(e);
        }
        endpoint.transport().destinations().check(endpoint.origin(), uri, Purpose.FOREIGN, doing);
        Call get = Call.of("GET", uri, doing);
        return Download.begin(endpoint, range -> endpoint.send(ranged(get, range)), blob, doing);
    }

    private static Call ranged(Call get, @Nullable String range) {
        return range == null ? get : get.header("Range", range);
    }

    void delete(Digest digest, String doing) throws IOException {
        Call delete =
                endpoint.call(
                        "DELETE",
                        endpoint.uri("blobs/" + digest),
                        doing,
                        Scope.delete(endpoint.repository()));
        try (Response response = endpoint.send(delete)) {
            response.require(202, 200, 204);
        }
    }
}
