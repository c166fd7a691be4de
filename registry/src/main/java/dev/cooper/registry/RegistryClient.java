// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way to registries. One client has one set of connections, tokens and credentials; it opens
/// none before it is asked for something. Safe for use by any number of threads; close it when
/// nothing of it is used any more.
public final class RegistryClient implements AutoCloseable {
    private final Hosts hosts;
    private final Transport transport;
    private final Auth auth;
    private final Keychain keychain;
    private final Probe probe;
    private final Flights uploads = new Flights();
    private final Set<Origin> wholeOnly = ConcurrentHashMap.newKeySet();
    private final Consumer<RegistryEvent> events;

    private RegistryClient(Builder builder) throws RegistryException {
        this.events = builder.events;
        this.hosts = new Hosts(builder.surroundings);
        builder.insecure.forEach(hosts::allowInsecure);
        this.transport =
                new Transport(
                        builder.limits,
                        builder.patience,
                        builder.neighborhood,
                        builder.userAgent,
                        Proxies.of(builder.surroundings.variables()),
                        hosts::tls,
                        builder.events);
        this.keychain = new Keychain(builder.surroundings);
        CredentialSource credentials = builder.credentials;
        this.auth = new Auth(transport, credentials == null ? keychain : credentials);
        this.probe = new Probe(transport, hosts::tls);
    }

    /// With everything from this machine: its configuration, its credentials, its proxies. Files
    /// are read when something is asked for.
    ///
    /// @throws RegistryException if the environment names a proxy that is none
    public static RegistryClient open() throws RegistryException {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The repository of an image's name; its tag and digest don't count.
    ///
    /// @throws RegistryException of kind BLOCKED if the configuration forbids it, or of kind
    ///   CONFIGURATION if one of its files can't be used
    public Repository repository(Reference reference) throws RegistryException {
        return new Repository(this, reference, hosts.locations(reference));
    }

    /// What a name that a person typed may stand for on this machine: itself if it has a registry,
    /// else what `registries.conf` has for it, else docker's rule. In order, never empty.
    ///
    /// @throws RegistryException if a file of the configuration can't be used
    public List<Reference> candidates(String name)
            throws InvalidReferenceException, RegistryException {
        return ShortNames.candidates(hosts.rules(), name);
    }

    /// Asks a registry whether it knows this user, and keeps the answer where docker would.
    ///
    /// @param host as in an image's name
    /// @return where it is kept: a file, or the name of a program
    /// @throws RegistryException of kind UNAUTHORIZED if it doesn't
    public String login(String host, Credential given) throws IOException {
        Endpoint at = endpoint(anyRepository(host));
        Call ping = Call.of("GET", at.ping(), "logging in to " + host);
        return keychain.store(host, auth.verify(transport, ping, given));
    }

    /// Forgets what [#login] kept.
    ///
    /// @return whether there was anything
    public boolean logout(String host) throws IOException {
        return keychain.erase(host);
    }

    /// The user's stored credentials.
    public Keychain keychain() {
        return keychain;
    }

    /// The host itself, not its mirrors.
    private Location anyRepository(String host) throws RegistryException {
        try {
            return hosts.locations(Reference.parse(host + "/any/repository")).getLast();
        } catch (InvalidReferenceException e) {
            throw new RegistryException(
                    RegistryException.Kind.CONFIGURATION,
                    Shown.text(host, 255),
                    "logging in",
                    "\"%s\" is not the name of a registry".formatted(Shown.text(host, 255)));
        }
    }

    Endpoint endpoint(Location location) throws IOException {
        return new Endpoint(transport, auth, location, probe.scheme(location), wholeOnly);
    }

    Limits limits() {
        return transport.limits();
    }

    Flights uploads() {
        return uploads;
    }

    Consumer<RegistryEvent> events() {
        return events;
    }

    /// Ends all connections; what is under way fails.
    @Override
    public void close() {
        transport.close();
    }

    /// Puts a client together.
    public static final class Builder {
        private Surroundings surroundings = Surroundings.real();
        private Limits limits = Limits.DEFAULT;
        private Patience patience = Patience.REAL;
        private Neighborhood neighborhood = Neighborhood::resolved;
        private String userAgent = "cooper";
        private Consumer<RegistryEvent> events = _ -> {};
        private final List<String> insecure = new ArrayList<>();
        private @Nullable CredentialSource credentials;

        private Builder() {}

        public Builder surroundings(Surroundings value) {
            surroundings = value;
            return this;
        }

        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /// In place of those that the machine keeps.
        public Builder credentials(CredentialSource value) {
            credentials = value;
            return this;
        }

        /// What to call ourselves: `name/version`.
        public Builder userAgent(String value) {
            userAgent = value;
            return this;
        }

        /// For what concerns no single blob: attempts, and what registries have to say.
        public Builder events(Consumer<RegistryEvent> value) {
            events = value;
            return this;
        }

        /// This host, with its port, may go unencrypted and unverified.
        public Builder insecure(String authority) {
            insecure.add(authority);
            return this;
        }

        Builder patience(Patience value) {
            patience = value;
            return this;
        }

        Builder neighborhood(Neighborhood value) {
            neighborhood = value;
            return this;
        }

        /// @throws RegistryException if the environment names a proxy that is none
        public RegistryClient build() throws RegistryException {
            return new RegistryClient(this);
        }
    }
}
