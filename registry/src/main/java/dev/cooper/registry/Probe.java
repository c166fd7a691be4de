// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds out whether a host speaks TLS, where it may go without: hosts that are listed as insecure,
/// and this machine. Remembers for as long as the client lives.
final class Probe {
    private final Transport transport;
    private final Transport.Trust trust;
    private final Map<String, String> schemes = new ConcurrentHashMap<>();

    Probe(Transport transport, Transport.Trust trust) {
        this.transport = transport;
        this.trust = trust;
    }

    String scheme(Location location) throws IOException {
        if (location.scheme() != null) {
            return location.scheme();
        }
        String known = schemes.get(location.authority());
        if (known != null) {
            return known;
        }
        // Between us and us nobody listens, and some plain servers leave a TLS greeting unanswered.
        Tls tls = trust.at(location.authority());
        boolean anybody = tls.equals(Tls.PLATFORM) || tls.equals(Tls.PLATFORM.unverifying());
        boolean plainFirst = location.isLoopback() && anybody;
        String found = plainFirst ? plainFirst(location) : encryptedFirst(location);
        schemes.put(location.authority(), found);
        return found;
    }

    private String plainFirst(Location location) throws IOException {
        if (answer("http", location) == null) {
            return "http";
        }
        RegistryException encrypted = answer("https", location);
        if (encrypted != null) {
            throw encrypted;
        }
        return "https";
    }

    /// Unencrypted only if the other side doesn't speak TLS, not if it can't be trusted.
    private String encryptedFirst(Location location) throws IOException {
        RegistryException encrypted = answer("https", location);
        if (encrypted == null) {
            return "https";
        }
        boolean untrusted = encrypted.kind() == Kind.TLS && !Failures.isPlain(encrypted);
        if (untrusted || answer("http", location) != null) {
            throw encrypted;
        }
        return "http";
    }

    /// Null if it answers so.
    private @Nullable RegistryException answer(String scheme, Location location)
            throws IOException {
        URI uri = URI.create(scheme + "://" + location.authority() + location.root() + "/");
        Call ping = Call.of("GET", uri, "asking " + location.authority()).once();
        try (Response response = transport.send(ping)) {
            // What servers say to those who forget to encrypt, and proxies to strangers.
            boolean other = scheme.equals("http") && response.status() == 400;
            return other || response.status() == 407 ? response.failure() : null;
        } catch (RegistryException e) {
            return e;
        }
    }
}
