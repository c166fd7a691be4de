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
    /// By this the launcher tells what it met with.
    private static final String VARIABLE = "COOPER_NO_IDS";

    private Surroundings() {}

    /// Why this process may not mount, and what to do.
    static String why() {
        List<String> all = new ArrayList<>();
        all.add(
                who()
                        + (Rights.own().uid() == 0
                                ? ", may not mount here (CAP_SYS_ADMIN is missing)"
                                : ", may not mount"));
        all.addAll(advice());
        return String.join("\n  ", all);
    }

    /// Who this process is: a line of its own, and one for each thing that would give more.
    public static List<String> describe() {
        List<String> all = new ArrayList<>(List.of(who()));
        all.addAll(advice());
        return all;
    }

    private static String who() {
        Rights own = Rights.own();
        String name = own.uid() == 0 ? "root" : "user " + own.uid();
        if (!own.inUserNamespace()) {
            return own.isFull() ? name : name + ", in no user namespace";
        }
        long ids = own.uids().stream().mapToLong(Rights.Range::count).sum();
        return "%s of a user namespace with %d user id%s".formatted(name, ids, ids == 1 ? "" : "s");
    }

    private static List<String> advice() {
        Rights own = Rights.own();
        List<String> all = new ArrayList<>();
        String told = System.getenv().getOrDefault(VARIABLE, "");
        if (own.isFull()) {
            return all;
        }
        if (!own.inUserNamespace() && !own.mayMount()) {
            if (System.getProperty("cooper.uid") == null) {
                all.add(
                        "the command cooper enters a user namespace; another program has to be started in one: unshare --user --map-root-user --mount java ...");
            } else if (!told.isEmpty()) {
                all.add("a user namespace can't be had: " + told);
            }
            all.addAll(obstacles());
            if (Drivers.chroot().sandbox().isPresent()) {
                all.add(
                        "--isolation=chroot runs programs in another root folder of this very machine or container, which holds none that means harm");
            }
        }
        if (own.inUserNamespace() && own.hasOneId()) {
            all.add(
                    "for more ids: "
                            + (told.isEmpty() ? "ranges in /etc/subuid and /etc/subgid" : told));
        }
        return all;
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
