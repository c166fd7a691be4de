// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// A range of addresses, as `10.0.0.0/8` or `fd00::/8` (RFC 4632).
final class Network {
    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /// Empty for what isn't one; nothing is resolved.
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !isAddress(text.substring(0, slash))) {
            return Optional.empty();
        }
        try {
            byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > 8 * address.length
                    ? Optional.empty()
                    : Optional.of(new Network(address, bits));
        } catch (UnknownHostException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Whether that is an address, not a name, and in here.
    boolean has(String host) {
        if (!isAddress(host)) {
            return false;
        }
        try {
            byte[] address = InetAddress.getByName(host).getAddress();
            if (address.length != prefix.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (prefix[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isAddress(String host) {
        return host.matches("[0-9]+(\\.[0-9]+){3}")
                || (host.contains(":") && host.matches("[0-9a-fA-F:.]+"));
    }
}
