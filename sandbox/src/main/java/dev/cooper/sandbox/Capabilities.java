// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What root in a sandbox may do: docker's default set.
final class Capabilities {
    private static final List<String> ALL =
            List.of(
                    "chown",
                    "dac_override",
                    "fsetid",
                    "fowner",
                    "mknod",
                    "net_raw",
                    "setgid",
                    "setuid",
                    "setfcap",
                    "setpcap",
                    "net_bind_service",
                    "sys_chroot",
                    "kill",
                    "audit_write");

    private Capabilities() {}

    /// As runtimes spell them: `CAP_CHOWN`.
    static List<String> oci() {
        return ALL.stream().map(each -> "CAP_" + each.toUpperCase(Locale.ROOT)).toList();
    }

    /// As setpriv spells the set: `-all,+chown,…`.
    static String setpriv() {
        return "-all," + ALL.stream().map(each -> "+" + each).collect(Collectors.joining(","));
    }
}
