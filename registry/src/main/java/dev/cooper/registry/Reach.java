// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/// How far away an address is. A server on the internet may not send us to a neighbor that only we
/// can reach.
enum Reach {
    PUBLIC,
    /// A network of one's own (RFC 1918, RFC 4193, RFC 6598).
    PRIVATE,
    /// This machine.
    LOOPBACK,
    /// This cable: also where clouds hand out the credentials of a machine.
    LINK;

    /// Whether a server that is this far away may lead to one that is that far away.
    boolean mayLeadTo(Reach target) {
        return switch (target) {
            case PUBLIC -> true;
            case PRIVATE -> this == PRIVATE || this == LOOPBACK;
            case LOOPBACK -> this == LOOPBACK;
            case LINK -> false;
        };
    }

    static Reach of(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return LINK;
        }
        byte[] b = address.getAddress();
        if (address instanceof Inet4Address) {
            return four(b);
        }
        if (embedsFour(b)) {
            return worse(four(Arrays.copyOfRange(b, 12, 16)));
        }
        if (b[0] == 0x20 && b[1] == 0x02) {
            return worse(four(Arrays.copyOfRange(b, 2, 6)));
        }
        if ((b[0] & 0xFE) == 0xFC) {
            // fd00:ec2::/32 is what one cloud puts next to 169.254.169.254.
            boolean metadata =
                    b[0] == (byte) 0xFD && b[1] == 0 && b[2] == 0x0E && b[3] == (byte) 0xC2;
            return metadata ? LINK : PRIVATE;
        }
        return address.isSiteLocalAddress() ? PRIVATE : PUBLIC;
    }

    private static Reach four(byte[] b) {
        int first = b[0] & 0xFF;
        int second = b[1] & 0xFF;
        if (first == 127 || first == 0) {
            return LOOPBACK;
        }
        if ((first == 169 && second == 254) || first >= 224) {
            return LINK;
        }
        boolean own =
                first == 10
                        || (first == 172 && second >= 16 && second < 32)
                        || (first == 192 && second == 168)
                        || (first == 100 && second >= 64 && second < 128);
        return own ? PRIVATE : PUBLIC;
    }

    /// IPv4 in the last bytes: `::a.b.c.d`, or behind the translator's prefix 64:ff9b::/96.
    private static boolean embedsFour(byte[] b) {
        boolean translated =
                b[0] == 0 && b[1] == 0x64 && b[2] == (byte) 0xFF && b[3] == (byte) 0x9B;
        for (int i = translated ? 4 : 0; i < 12; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Nobody in good faith writes an inner address in such a form.
    private static Reach worse(Reach inner) {
        return inner == PUBLIC ? PUBLIC : LINK;
    }
}
