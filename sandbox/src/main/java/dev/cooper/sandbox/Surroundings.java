// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of the machine stands in the way of sandboxes, and which setting would let them be.
public final class Surroundings {
    private Surroundings() {}

    /// Why this process may not mount.
    static String why() {
        Rights own = Rights.own();
        StringBuilder why =
                new StringBuilder(
                        own.uid() == 0
                                ? "root may not mount here (CAP_SYS_ADMIN is missing)"
                                : "this process is not root");
        if (!own.inUserNamespace()) {
            why.append(" and in no user namespace: the command cooper enters one where it can");
            if (System.getProperty("cooper.uid") == null) {
                why.append(
                        "; start this program with: unshare --user --map-root-user --mount java ...");
            }
        }
        for (String each : obstacles()) {
            why.append("\n  ").append(each);
        }
        return why.toString();
    }

    /// Settings that keep user namespaces away, each with what to do.
    public static List<String> obstacles() {
        List<String> all = new ArrayList<>();
        if (value("/proc/sys/user/max_user_namespaces").filter("0"::equals).isPresent()) {
            all.add("user namespaces are off: sysctl -w user.max_user_namespaces=15000");
        }
        if (value("/proc/sys/kernel/unprivileged_userns_clone").filter("0"::equals).isPresent()) {
            all.add(
                    "user namespaces are for root alone: sysctl -w kernel.unprivileged_userns_clone=1");
        }
        if (value("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
                .filter("1"::equals)
                .isPresent()) {
            all.add(
                    "AppArmor keeps user namespaces from programs without a profile: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or give java a profile with the rule userns");
        }
        if (all.isEmpty() && isFiltered() && !Rights.own().inUserNamespace()) {
            all.add(
                    "a seccomp filter is on, as in a container: --security-opt seccomp=unconfined, or in Kubernetes seccompProfile Unconfined, would allow user namespaces");
        }
        return all;
    }

    private static boolean isFiltered() {
        try {
            return Files.readString(Path.of("/proc/self/status")).contains("\nSeccomp:\t2\n");
        } catch (IOException e) {
            return false;
        }
    }

    /// Empty for what this kernel doesn't have.
    private static Optional<String> value(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
