// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.util.stream.Collectors.joining;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A container as others make it, with this machine's programs in it and one folder to write to:
/// docker's capabilities, hidden paths and list of system calls, or a part of them.
///
/// @param user who the program is, as number
/// @param capabilities whether it has docker's; else it has none, and set-uid programs do nothing
/// @param filtered whether docker's list of system calls holds
/// @param masked whether parts of /proc are hidden
record Confined(int user, boolean capabilities, boolean filtered, boolean masked) {
    private static final List<String> CAPABILITIES =
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FSETID",
                    "FOWNER",
                    "MKNOD",
                    "NET_RAW",
                    "SETGID",
                    "SETUID",
                    "SETFCAP",
                    "SETPCAP",
                    "NET_BIND_SERVICE",
                    "SYS_CHROOT",
                    "KILL",
                    "AUDIT_WRITE");

    private static final String MOUNTS =
            """
            {"destination":"/proc","type":"proc","source":"proc"},
            {"destination":"/dev","type":"tmpfs","source":"tmpfs","options":["nosuid","strictatime","mode=755","size=65536k"]},
            {"destination":"/dev/pts","type":"devpts","source":"devpts","options":["nosuid","noexec","newinstance","ptmxmode=0666","mode=0620"]},
            {"destination":"/dev/shm","type":"tmpfs","source":"shm","options":["nosuid","noexec","nodev","mode=1777","size=65536k"]},
            {"destination":"/dev/mqueue","type":"mqueue","source":"mqueue","options":["nosuid","noexec","nodev"]},
            {"destination":"/sys","type":"sysfs","source":"sysfs","options":["nosuid","noexec","nodev","ro"]}\
            """;

    private static final String HIDDEN =
            """
            "maskedPaths":["/proc/acpi","/proc/asound","/proc/kcore","/proc/keys","/proc/latency_stats","/proc/timer_list","/proc/timer_stats","/proc/sched_debug","/proc/scsi","/sys/firmware"],
            "readonlyPaths":["/proc/bus","/proc/fs","/proc/irq","/proc/sys","/proc/sysrq-trigger"],\
            """;

    /// A command in it.
    ///
    /// @param folder of the caller's; the container may write below it
    Command command(Path folder, List<String> words) {
        try {
            Path bundle = Files.createTempDirectory(folder, "bundle");
            Path root = Files.createDirectory(bundle.resolve("rootfs"));
            for (String each : List.of("bin", "sbin", "lib", "lib64")) {
                Path host = Path.of("/", each);
                if (Files.isSymbolicLink(host)) {
                    Files.createSymbolicLink(root.resolve(each), Files.readSymbolicLink(host));
                }
            }
            Files.writeString(bundle.resolve("config.json"), config(folder, words));
            return Command.of(
                            "runc",
                            "--root",
                            bundle.resolve("state").toString(),
                            "run",
                            "--bundle",
                            bundle.toString(),
                            "place-" + ProcessHandle.current().pid() + "-" + System.nanoTime())
                    .in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String config(Path folder, List<String> words) throws IOException {
        String held = capabilities ? dockers() : "[]";
        String effective = user == 0 ? held : "[]";
        return """
        {"ociVersion":"1.0.2",
         "process":{"terminal":false,"user":{"uid":%1$d,"gid":%1$d},"args":%2$s,"cwd":"/",
          "env":["PATH=/usr/sbin:/usr/bin:/sbin:/bin","LANG=C.UTF-8","HOME=%3$s"],
          "noNewPrivileges":%4$s,
          "capabilities":{"bounding":%5$s,"effective":%6$s,"permitted":%6$s,"inheritable":[],"ambient":[]}},
         "root":{"path":"rootfs"},"hostname":"place","mounts":[%7$s],
         "linux":{%8$s%9$s
          "namespaces":[{"type":"pid"},{"type":"ipc"},{"type":"uts"},{"type":"mount"}],
          "resources":{"devices":[{"allow":false,"access":"rwm"}]}}}
        """
                .formatted(
                        user,
                        strings(words),
                        folder,
                        !capabilities,
                        held,
                        effective,
                        mounts(folder),
                        masked ? HIDDEN : "",
                        filtered ? seccomp() : "");
    }

    private static String dockers() {
        return strings(CAPABILITIES.stream().map(each -> "CAP_" + each).toList());
    }

    private static String strings(List<String> words) {
        return words.stream()
                .map(each -> each.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .collect(joining("\",\"", "[\"", "\"]"));
    }

    private static String mounts(Path folder) {
        List<String> all = new ArrayList<>(List.of(MOUNTS));
        // Not with what is mounted below: that would be the container's own mounts once more.
        for (Map.Entry<Path, String> each :
                List.of(
                        Map.entry(Path.of("/usr"), "ro"),
                        Map.entry(Path.of("/etc"), "ro"),
                        Map.entry(Project.root(), "ro"),
                        Map.entry(folder, "rw"))) {
            all.add(
                    "{\"destination\":\"%1$s\",\"type\":\"bind\",\"source\":\"%1$s\",\"options\":[\"bind\",\"%2$s\"]}"
                            .formatted(each.getKey(), each.getValue()));
        }
        return String.join(",\n", all);
    }

    private static String seccomp() throws IOException {
        Path list =
                Project.root().resolve("sandbox/src/main/resources/dev/cooper/sandbox/seccomp.txt");
        List<String> names =
                Files.readAllLines(list).stream()
                        .filter(line -> !line.startsWith("#"))
                        .flatMap(line -> Stream.of(line.split(" ")))
                        .filter(name -> !name.isEmpty())
                        .toList();
        return """
        "seccomp":{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":1,"syscalls":[
          {"names":%s,"action":"SCMP_ACT_ALLOW"},
          {"names":["arch_prctl","modify_ldt","personality","socket"],"action":"SCMP_ACT_ALLOW"},
          {"names":["clone"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":2114060288,"op":"SCMP_CMP_MASKED_EQ"}]},
          {"names":["clone3"],"action":"SCMP_ACT_ERRNO","errnoRet":38}]},
        """
                .formatted(strings(names));
    }
}
