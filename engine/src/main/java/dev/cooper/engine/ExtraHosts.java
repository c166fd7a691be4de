// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.ArrayList;
import java.util.List;

/// `--add-host`: `NAME:ADDRESS` or `NAME=ADDRESS`, an IPv6 address with or without brackets.
final class ExtraHosts {
    private ExtraHosts() {}

    /// As lines of /etc/hosts.
    ///
    /// @throws CooperException.InvalidInput for anything else
    static List<String> lines(List<String> hosts) {
        List<String> lines = new ArrayList<>();
        for (String each : hosts) {
            int equals = each.indexOf('=');
            int cut = equals >= 0 ? equals : each.indexOf(':');
            String name = cut < 0 ? "" : each.substring(0, cut);
            String address = cut < 0 ? "" : each.substring(cut + 1).replaceAll("^\\[|\\]$", "");
            if (address.equals("host-gateway")) {
                // The host's own network is what steps have.
                address = "127.0.0.1";
            }
            if (!name.matches("[A-Za-z0-9._-]+") || !address.matches("[0-9a-fA-F:.]+")) {
                throw new CooperException.InvalidInput(
                        "invalid add-host: \"" + each + "\" is not NAME:ADDRESS");
            }
            lines.add(address + "\t" + name);
        }
        return lines;
    }
}
