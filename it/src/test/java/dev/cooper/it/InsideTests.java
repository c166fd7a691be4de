// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a program sees of its surroundings and may do to them, in a `RUN` and in a container, with
/// each driver. Cooper is called by somebody with a secret in a variable, a file open and groups of
/// his own.
@Tag("once")
@ParameterizedClass(name = "{1} by {0}")
@MethodSource("places")
class InsideTests {
    private static final String SECRET = "s3cr3t-of-the-caller";
    private static final String GROUP = "4242";

    /// A set for each of: inheritable, permitted, effective, bounding, ambient. docker's default.
    private static final String DOCKERS = "00000000a80425fb";

    private static final String PROBE =
            """
            #!/bin/sh
            echo '== fds'
            for each in /proc/[0-9]*/fd/*; do readlink "$each"; done
            echo '== mounts'
            cat /proc/self/mountinfo
            echo '== environ'
            tr '\\0' '\\n' </proc/1/environ
            echo '== processes'
            for each in /proc/[0-9]*; do [ ! -d "$each" ] || basename "$each"; done
            echo '== namespaces'
            for each in pid mnt ipc uts cgroup net; do readlink /proc/self/ns/$each; done
            echo '== hostname'
            hostname
            cat /etc/hostname
            echo '== status'
            cat /proc/self/status
            echo '== masked'
            for each in asound acpi kcore keys latency_stats timer_list timer_stats sched_debug scsi; do
                if [ -d /proc/$each ]; then ls -A /proc/$each; elif [ -e /proc/$each ]; then cat /proc/$each; fi
            done
            ls -A /sys/firmware
            ls -A /sys/devices/virtual/powercap 2>/dev/null
            echo '== written'
            for each in /proc/sys/kernel/hostname /proc/sys/kernel/core_pattern /proc/sysrq-trigger \\
                /proc/irq/default_smp_affinity /proc/kcore /sys/kernel/mm/ksm/run /sys/fs/cgroup/cgroup.procs \\
                /sys/fs/cgroup/memory/release_agent; do
                [ ! -e $each ] || ( echo 1 >$each ) 2>/dev/null && [ -e $each ] && echo $each
            done
            mkdir /sys/fs/cgroup/cooper-test 2>/dev/null && echo /sys/fs/cgroup
            touch /sys/cooper-test 2>/dev/null && echo /sys
            mkdir /proc/sys/cooper-test 2>/dev/null && echo /proc/sys
            echo '== done'
            mkdir /mnt
            mount -t tmpfs none /mnt 2>/dev/null && echo mount
            mount -o remount,rw /sys 2>/dev/null && echo remount
            mount -o remount,rw /proc/sys 2>/dev/null && echo remount
            umount /proc/sys 2>/dev/null && echo umount
            umount /dev 2>/dev/null && echo umount
            hostname other 2>/dev/null && echo hostname
            ip link set lo down 2>/dev/null && echo network
            ( : </dev/tty ) 2>/dev/null && echo terminal
            echo '== devices'
            ls -A /dev
            echo '== nodes'
            echo x >/dev/null && echo null
            head -c 1 /dev/urandom | wc -c
            head -c 4 /dev/zero | wc -c
            echo x 2>/dev/null >/dev/full || echo full
            echo '== cgroup'
            cut -d : -f 3 /proc/self/cgroup
            echo '== ipc'
            tail -n +2 /proc/sysvipc/shm
            echo '== links'
            readlink /proc/1/root
            readlink /proc/1/cwd
            """;

    @TempDir static Path folder;
    private static Map<String, List<String>> report = Map.of();

    @Parameter(0)
    String driver = "";

    @Parameter(1)
    String verb = "";

    static Stream<Arguments> places() {
        return Stream.of("unshare", "oci")
                .flatMap(driver -> Stream.of(arguments(driver, "RUN"), arguments(driver, "run")));
    }

    private static Path store(String driver) {
        return folder.resolve("store-" + driver);
    }

    @BeforeParameterizedClassInvocation
    static void look(String driver, String verb) throws IOException {
        Cooper cooper = Cooper.on(store(driver)).isolatedBy(driver).withBase("busybox");
        Folder context =
                Folder.of(
                        folder,
                        """
                        FROM busybox AS probe
                        COPY --chmod=755 probe /probe
                        FROM probe
                        RUN ["/bin/sh", "-c", "exec /probe >/report"]
                        """);
        context.file("probe", PROBE);
        context.file("open", "not for the program");
        if (verb.equals("RUN")) {
            nosy(cooper, context, "build", "-t", "report", context.toString());
            report = parse(cooper.ok("run", "--rm", "report", "cat", "/report").out());
        } else {
            cooper.ok("build", "-t", "probe", "--target", "probe", context.toString());
            report = parse(nosy(cooper, context, "run", "--rm", "probe", "/probe"));
        }
    }

    /// Runs it with a secret in a variable, a file at descriptor 7, and a group of the caller's.
    private static String nosy(Cooper cooper, Folder context, String... arguments) {
        Command plain = cooper.command(arguments);
        return Command.of(
                        "setpriv",
                        "--groups",
                        GROUP,
                        "sh",
                        "-c",
                        "exec \"$@\" 7<" + context.path().resolve("open"),
                        "sh")
                .with(plain.words().toArray(String[]::new))
                .env("COOPER_ROOT", cooper.store().toString())
                .env("AWS_SECRET_ACCESS_KEY", SECRET)
                .run()
                .ok()
                .out();
    }

    private static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> sections = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("== ")) {
                lines = sections.computeIfAbsent(line.substring(3), _ -> new ArrayList<>());
            } else {
                lines.add(line);
            }
        }
        return sections;
    }

    private static List<String> section(String name) {
        return report.getOrDefault(name, List.of());
    }

    private static String status(String field) {
        return section("status").stream()
                .filter(line -> line.startsWith(field + ":"))
                .findFirst()
                .orElseThrow()
                .substring(field.length() + 1)
                .strip();
    }

    @Test
    void onlyItsOwnStreamsAreOpen() {
        assertThat(section("fds")).isNotEmpty();
        assertThat(section("fds"))
                .allMatch(each -> each.matches("pipe:\\[[0-9]+]|/dev/null|/report|/probe"));
        assertThat(section("fds").stream().filter(each -> each.startsWith("pipe")).distinct())
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void onlyFileSystemsOfItsOwnAreMounted() throws Exception {
        assertThat(section("mounts")).hasSizeGreaterThan(8);
        String device = Files.getAttribute(store(driver), "unix:dev").toString();
        for (String line : section("mounts")) {
            assertThat(line).doesNotContain(folder.toString());
            String[] halves = line.split(" - ");
            String[] fields = halves[0].split(" ");
            String type = halves[1].split(" ")[0];
            assertThat(type)
                    .as(line)
                    .isIn("overlay", "proc", "sysfs", "tmpfs", "devpts", "mqueue", "devtmpfs");
            String[] numbers = fields[2].split(":");
            assertThat(Long.toString(device(numbers[0], numbers[1]))).as(line).isNotEqualTo(device);
            // Nobody else's changes of mounts come in, none goes out.
            assertThat(halves[0]).as(line).doesNotContain("shared:").doesNotContain("master:");
        }
    }

    /// As stat(2) has it.
    private static long device(String major, String minor) {
        long low = Long.parseLong(minor);
        return (low & 0xff) | Long.parseLong(major) << 8 | (low & ~0xffL) << 12;
    }

    @Test
    void onlyTheVariablesOfTheImageAreSet() {
        assertThat(section("environ"))
                .allMatch(each -> each.matches("(PATH|HOME|HOSTNAME|SHLVL|PWD)=.*"))
                .contains("HOME=/root");
        assertThat(report.toString()).doesNotContain(SECRET);
    }

    @Test
    void noProcessOfTheHostIsSeen() throws IOException {
        assertThat(section("processes")).contains("1").hasSizeLessThan(5);
        assertThat(section("links")).containsExactly("/", "/");
        List<String> names = List.of("pid", "mnt", "ipc", "uts", "cgroup", "net");
        for (int i = 0; i < names.size(); i++) {
            String own = Files.readSymbolicLink(Path.of("/proc/self/ns", names.get(i))).toString();
            if (names.get(i).equals("net")) {
                assertThat(section("namespaces").get(i)).isEqualTo(own);
            } else {
                assertThat(section("namespaces").get(i)).isNotEqualTo(own);
            }
        }
        assertThat(section("ipc")).isEmpty();
        assertThat(section("cgroup")).isNotEmpty().allMatch("/"::equals);
    }

    @Test
    void itHasANameOfItsOwn() {
        String name = section("hostname").getFirst();
        assertThat(section("hostname")).containsExactly(name, name);
        if (verb.equals("RUN")) {
            assertThat(name).isEqualTo("buildkitsandbox");
        } else {
            assertThat(name).matches("[0-9a-f]{12}");
        }
    }

    @Test
    void itHasDockersPrivilegesAndCannotGetOthers() {
        assertThat(status("NoNewPrivs")).isEqualTo("1");
        assertThat(status("CapInh")).isEqualTo("0000000000000000");
        assertThat(status("CapAmb")).isEqualTo("0000000000000000");
        assertThat(status("CapPrm")).isEqualTo(DOCKERS);
        assertThat(status("CapEff")).isEqualTo(DOCKERS);
        assertThat(status("CapBnd")).isEqualTo(DOCKERS);
        assertThat(status("Uid")).isEqualTo("0\t0\t0\t0");
        assertThat(status("Umask")).isEqualTo("0022");
        assertThat(status("Groups")).doesNotContain(GROUP);
        if (driver.equals("oci")) {
            assertThat(status("Seccomp")).isEqualTo("2");
        }
        assertThat(section("done")).isEmpty();
    }

    @Test
    void theKernelsSecretsAreHiddenAndItsSettingsKept() {
        assertThat(section("masked")).isEmpty();
        assertThat(section("written")).isEmpty();
    }

    @Test
    void devicesAreDockers() {
        assertThat(section("devices"))
                .containsExactlyInAnyOrder(
                        "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr",
                        "stdin", "stdout", "tty", "urandom", "zero");
        assertThat(section("nodes").stream().map(String::strip))
                .containsExactly("null", "1", "4", "full");
    }
}
