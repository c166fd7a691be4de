// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// How far away a host is.
@FunctionalInterface
interface Neighborhood {
    /// The least trustworthy of its addresses counts.
    Reach of(String host) throws UnknownHostException;

    /// By asking the resolver; it remembers for long enough that the connection made next goes to
    /// the addresses that were judged.
    static Reach resolved(String host) throws UnknownHostException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Reach worst = Reach.PUBLIC;
        for (InetAddress each : InetAddress.getAllByName(name)) {
            Reach its = Reach.of(each);
            worst = its.compareTo(worst) > 0 ? its : worst;
        }
        return worst;
    }
}
