// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Docker's default filter of system calls, for docker's default capabilities, in the form of the
/// runtime specification (config-linux.md, "Seccomp").
final class Seccomp {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    /// All flags of clone(2) that make a new namespace.
    private static final long NEW_NAMESPACES = 0x7e020000L;

    /// The personalities that are harmless: Linux and its 32-bit form, each also with the old
    /// numbering of versions, and the question which one it is.
    private static final List<Long> PERSONALITIES =
            List.of(0x0L, 0x8L, 0x20000L, 0x20008L, 0xffffffffL);

    private static final long AF_VSOCK = 40;

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    /// The machine's own and its 32-bit elder. (Not docker's third, x32, which nobody uses: to put
    /// a filter together takes a runtime four milliseconds for each.)
    private static final List<String> ARCHITECTURES =
            ARM
                    ? List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM")
                    : List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");

    private Seccomp() {}

    static Map<String, Object> filter() throws IOException {
        List<Object> rules = new ArrayList<>();
        rules.add(allow(names(), List.of()));
        for (long each : PERSONALITIES) {
            rules.add(allow(List.of("personality"), List.of(argument("SCMP_CMP_EQ", each))));
        }
        rules.add(allow(List.of("socket"), List.of(argument("SCMP_CMP_NE", AF_VSOCK))));
        rules.add(
                allow(
                        List.of("clone"),
                        List.of(
                                Map.of(
                                        "index",
                                        0,
                                        "value",
                                        NEW_NAMESPACES,
                                        "valueTwo",
                                        0,
                                        "op",
                                        "SCMP_CMP_MASKED_EQ"))));
        // Its flags are in memory, where a filter can't look; without it, libraries use clone.
        rules.add(
                Map.of("names", List.of("clone3"), "action", "SCMP_ACT_ERRNO", "errnoRet", ENOSYS));
        rules.add(
                allow(
                        ARM
                                ? List.of(
                                        "arm_fadvise64_64",
                                        "arm_sync_file_range",
                                        "breakpoint",
                                        "cacheflush",
                                        "set_tls",
                                        "sync_file_range2")
                                : List.of("arch_prctl", "modify_ldt"),
                        List.of()));
        return Map.of(
                "defaultAction",
                "SCMP_ACT_ERRNO",
                "defaultErrnoRet",
                EPERM,
                "architectures",
                ARCHITECTURES,
                "syscalls",
                rules);
    }

    private static List<String> names() throws IOException {
        return Scripts.read("seccomp.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> List.of(line.strip().split(" ")).stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Map<String, Object> allow(List<String> names, List<Object> arguments) {
        return Map.of("names", names, "action", "SCMP_ACT_ALLOW", "args", arguments);
    }

    private static Map<String, Object> argument(String operator, long value) {
        return Map.of("index", 0, "value", value, "op", operator);
    }
}
