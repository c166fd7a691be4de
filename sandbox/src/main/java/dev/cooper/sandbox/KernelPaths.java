// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What of the kernel's own file systems a program may not see or not write: docker's lists, less
/// what this kernel doesn't have.
final class KernelPaths {
    /// Hidden: by a null device where it is a file, by an empty folder else.
    static final List<String> MASKED =
            here(
                    "/proc/asound",
                    "/proc/acpi",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware",
                    "/sys/devices/virtual/powercap");

    static final List<String> READ_ONLY =
            here("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private KernelPaths() {}

    static boolean isFolder(String path) {
        return Files.isDirectory(Path.of(path));
    }

    private static List<String> here(String... paths) {
        return List.of(paths).stream().filter(each -> Files.exists(Path.of(each))).toList();
    }
}
