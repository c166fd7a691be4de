// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/// Where a registry may lead its client. It chooses redirects, token servers, upload addresses and
/// the addresses of foreign layers, and each could point into the client's own network. Wherever it
/// leads, no credential goes along to another origin; that is [Transport]'s part.
final class Destinations {
    /// Why the registry names another address.
    enum Purpose {
        REDIRECT("a redirect"),
        REALM("a token server"),
        UPLOAD("an upload address"),
        FOREIGN("the address of a foreign layer");

        private final String title;

        Purpose(String title) {
            this.title = title;
        }
    }

    private final Neighborhood neighborhood;
    private final Predicate<String> proxied;

    /// @param proxied whether a host is reached through a proxy, which then does the resolving
    Destinations(Neighborhood neighborhood, Predicate<String> proxied) {
        this.neighborhood = neighborhood;
        this.proxied = proxied;
    }

    /// The target's origin.
    ///
    /// @throws RegistryException of kind REFUSED if `from` may not lead there
    Origin check(Origin from, URI to, Purpose purpose, String doing) throws RegistryException {
        Origin target;
        try {
            target = Origin.of(to);
        } catch (IllegalArgumentException e) {
            throw refused(from, to, purpose, doing, "that is " + e.getMessage());
        }
        if (to.getRawUserInfo() != null) {
            throw refused(from, to, purpose, doing, "with a user name in it");
        }
        if (target.equals(from) && purpose != Purpose.FOREIGN) {
            return target;
        }
        if (from.isEncrypted() && !target.isEncrypted()) {
            throw refused(from, to, purpose, doing, "without encryption");
        }
        if (!target.isEncrypted() && purpose == Purpose.FOREIGN) {
            throw refused(from, to, purpose, doing, "without encryption");
        }
        Reach there = reach(target.host(), doing);
        boolean far = there == Reach.PUBLIC;
        if (!far && purpose == Purpose.UPLOAD) {
            throw refused(from, to, purpose, doing, "on another host that isn't public");
        }
        if (far && !target.isEncrypted() && purpose != Purpose.REDIRECT) {
            throw refused(from, to, purpose, doing, "without encryption");
        }
        boolean near = purpose != Purpose.FOREIGN && reach(from.host(), doing).mayLeadTo(there);
        if (!far && !near) {
            throw refused(from, to, purpose, doing, "in a network that isn't public");
        }
        return target;
    }

    private Reach reach(String host, String doing) throws RegistryException {
        if (proxied.test(host) && !isAddress(host)) {
            return Reach.PUBLIC;
        }
        try {
            return neighborhood.of(host);
        } catch (UnknownHostException e) {
            throw new RegistryException(
                            Kind.DNS,
                            host,
                            doing,
                            "host " + Shown.text(host, 255) + " has no address")
                    .causedBy(e);
        }
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static RegistryException refused(
            Origin from, URI to, Purpose purpose, String doing, String why) {
        return new RegistryException(
                Kind.REFUSED,
                from.authority(),
                doing,
                "%s gave %s %s, which is refused: %s"
                        .formatted(from.authority(), purpose.title, why, place(to)));
    }

    /// Without user, path and query, in which secrets may be.
    private static String place(URI to) {
        String host = to.getHost() == null ? "" : to.getHost();
        String port = to.getPort() < 0 ? "" : ":" + to.getPort();
        return Shown.text(to.getScheme() + "://" + host + port, 300);
    }
}
