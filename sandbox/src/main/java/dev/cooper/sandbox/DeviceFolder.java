// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The program's /dev: docker's devices and links. Made anew for each run, in its scratch folder,
/// so that a change of owner or mode stays in the sandbox.
final class DeviceFolder {
    private static final Map<String, Integer> MEMORY =
            Map.of("null", 3, "zero", 5, "full", 7, "random", 8, "urandom", 9);

    private static final Map<String, String> LINKS =
            Map.of(
                    "fd", "/proc/self/fd",
                    "stdin", "/proc/self/fd/0",
                    "stdout", "/proc/self/fd/1",
                    "stderr", "/proc/self/fd/2",
                    "ptmx", "pts/ptmx");

    /// Folders that other file systems are mounted on.
    private static final List<String> FOLDERS = List.of("pts", "shm", "mqueue");

    private static final String TERMINAL = "tty";

    private DeviceFolder() {}

    /// All devices, by name.
    static List<String> devices() {
        return Stream.concat(MEMORY.keySet().stream(), Stream.of(TERMINAL)).toList();
    }

    static void make(Dir folder) throws IOException {
        for (Map.Entry<String, Integer> each : MEMORY.entrySet()) {
            device(folder, each.getKey(), 1, each.getValue());
        }
        device(folder, TERMINAL, 5, 0);
        for (Map.Entry<String, String> each : LINKS.entrySet()) {
            folder.symlink(Name.of(each.getValue()), Name.of(each.getKey()));
        }
        for (String each : FOLDERS) {
            folder.mkdir(Name.of(each), 0755);
        }
    }

    private static void device(Dir folder, String name, int major, int minor) throws IOException {
        folder.mknod(Name.of(name), FileType.CHARACTER.bits() | 0666, Stat.device(major, minor));
    }
}
