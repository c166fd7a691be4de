// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Reference;
import dev.cooper.registry.Location.Capability;
import dev.cooper.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Through which places a repository is reached, and whom to trust there: everything that the
/// machine's configuration says about hosts, in one order.
///
/// 1. `registries.conf`: its rule for the name rewrites, blocks, and puts mirrors first.
/// 2. For the place that remains, `hosts.toml`, if there is one.
/// 3. Else, for the hub, the mirrors of `daemon.json`.
///
/// Files are read when first needed and once. Safe for use by any number of threads.
final class Hosts {
    private final Surroundings surroundings;
    private @Nullable RegistriesConf rules;
    private @Nullable DockerDaemon daemon;
    private final Map<String, Tls> explicit = new ConcurrentHashMap<>();
    private final Set<String> insecure = ConcurrentHashMap.newKeySet();

    Hosts(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    synchronized RegistriesConf rules() throws RegistryException {
        RegistriesConf there = rules;
        if (there == null) {
            there = RegistriesConf.load(surroundings);
            rules = there;
        }
        return there;
    }

    private synchronized DockerDaemon daemon() throws RegistryException {
        DockerDaemon there = daemon;
        if (there == null) {
            there = DockerDaemon.load(surroundings);
            daemon = there;
        }
        return there;
    }

    /// A person says so, for this run.
    void allowInsecure(String authority) {
        insecure.add(authority);
    }

    /// Places to try one after the other, the repository's own last.
    ///
    /// @throws RegistryException of kind BLOCKED if the configuration forbids it
    List<Location> locations(Reference reference) throws RegistryException {
        String name = reference.name();
        RegistriesConf.Rule rule = rules().rule(name);
        if (rule == null) {
            return primary(name, Hub.canonical(reference.domain()), false);
        }
        if (rule.blocked()) {
            throw new RegistryException(
                    Kind.BLOCKED,
                    reference.domain(),
                    "finding the registry",
                    "%s is blocked by %s".formatted(reference.familiarName(), rule.file()));
        }
        List<Location> all = new ArrayList<>();
        for (RegistriesConf.Mirror each : rule.mirrors()) {
            Set<Capability> can =
                    switch (each.from()) {
                        case ALL -> EnumSet.of(Capability.PULL, Capability.RESOLVE);
                        case DIGEST_ONLY -> EnumSet.of(Capability.PULL);
                        case TAG_ONLY -> EnumSet.of(Capability.RESOLVE);
                    };
            Location mirror = Location.of(rule.at(each.location(), name), null, true, can);
            if (each.insecure()) {
                insecure.add(mirror.authority());
            }
            all.add(fixed(mirror));
        }
        String own = rule.at(rule.location(), name);
        int slash = own.indexOf('/');
        String domain = Hub.canonical(slash < 0 ? own : own.substring(0, slash));
        all.addAll(primary(own, domain, rule.insecure()));
        return all;
    }

    private List<Location> primary(String name, String domain, boolean isInsecure)
            throws RegistryException {
        Location plain = Location.of(name, null, false, EnumSet.allOf(Capability.class));
        if (isInsecure) {
            insecure.add(plain.authority());
        }
        List<Location> all = new ArrayList<>();
        ContainerdHosts hosts = ContainerdHosts.find(surroundings, domain).orElse(null);
        if (hosts != null) {
            for (ContainerdHosts.Host each : hosts.hosts()) {
                if (!each.tls().equals(Tls.PLATFORM)) {
                    explicit.put(each.authority(), each.tls());
                }
                boolean itself = each.authority().equals(plain.authority());
                all.add(
                        new Location(
                                each.scheme(),
                                each.authority(),
                                each.root(),
                                plain.repository(),
                                each.capabilities(),
                                each.mirror(),
                                each.headers(),
                                itself ? null : domain));
            }
            return all;
        }
        if (Hub.isHub(domain)) {
            for (String each : daemon().mirrors()) {
                all.add(mirror(each, plain.repository()));
            }
        }
        all.add(fixed(plain));
        return all;
    }

    private Location mirror(String address, String repository) throws RegistryException {
        try {
            URI uri = new URI(address.contains("://") ? address : "https://" + address);
            Origin origin = Origin.of(uri);
            String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
            return new Location(
                    origin.scheme(),
                    origin.authority(),
                    path + "/v2",
                    repository,
                    EnumSet.of(Capability.PULL, Capability.RESOLVE),
                    true,
                    Map.of(),
                    null);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new RegistryException(
                    Kind.CONFIGURATION,
                    "daemon.json",
                    "finding the registry",
                    "\"%s\" in registry-mirrors of daemon.json is not the address of a registry"
                            .formatted(Shown.text(address, 200)));
        }
    }

    /// Encrypted, unless this host may go without.
    private Location fixed(Location location) throws RegistryException {
        boolean open = location.isLoopback() || isInsecure(location.authority());
        return open
                ? location
                : new Location(
                        "https",
                        location.authority(),
                        location.root(),
                        location.repository(),
                        location.capabilities(),
                        location.mirror(),
                        location.headers(),
                        location.namespace());
    }

    /// Whether a person has listed this host as one that may go unencrypted and unverified.
    boolean isInsecure(String authority) throws RegistryException {
        return insecure.contains(authority) || daemon().isInsecure(authority);
    }

    /// Whom to trust at this host.
    Tls tls(String authority) throws RegistryException {
        Tls own = explicit.get(authority);
        Tls found = own != null ? own : CertFolder.find(surroundings, authority);
        return isInsecure(authority) ? found.unverifying() : found;
    }
}
