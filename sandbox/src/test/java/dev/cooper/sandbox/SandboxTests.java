// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program gets and doesn't get, with every driver.
@ParameterizedClass
@EnumSource(value = Sandbox.Kind.class, names = "CHROOT", mode = EnumSource.Mode.EXCLUDE)
class SandboxTests {
    private final Sandbox sandbox;

    @TempDir Path folder;
    private Box box;

    SandboxTests(Sandbox.Kind kind) throws Exception {
        this.sandbox = TestDrivers.of(kind);
    }

    @BeforeEach
    void box() throws Exception {
        box = new Box(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 125, 126, 127, 255})
    void endsAsTheProgramDid(int code) throws Exception {
        Box.Result result = box.sh(sandbox, "echo out; echo err >&2; exit " + code);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.text()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
    }

    @Test
    void passesBytesAsTheyAre() throws Exception {
        box.environment =
                List.of(
                        Box.SEARCH,
                        Name.of("lines=a\nb\n"),
                        Name.of("quotes='\"`$x\\"),
                        Name.of("dotted.name-x=\u00fc \u20ac"),
                        Name.of("empty="));
        String odd = "\u0001\t\n '\"\\$`;&|*?#~\u00e4\u20ac\ud83d\ude00 end ";
        Box.Result result =
                box.run(
                        sandbox,
                        new byte[0],
                        List.of(
                                Name.of("sh"),
                                Name.of("-c"),
                                Name.of("printf %s \"$1\"; printf %s \"$2\""),
                                Name.of("-"),
                                Name.of(odd),
                                Name.of("")));
        assertThat(result.utf8()).isEqualTo(odd);
        assertThat(result.err()).isEmpty();
        Box.Result variables =
                box.run(sandbox, new byte[0], Box.names("cat", "/proc/self/environ"));
        assertThat(variables.utf8().split("\0"))
                .containsExactlyInAnyOrder(
                        "PATH=/bin:/usr/bin",
                        "lines=a\nb\n",
                        "quotes='\"`$x\\",
                        "dotted.name-x=\u00fc \u20ac",
                        "empty=",
                        "HOME=/root");
    }

    @Test
    void givesNothingOfTheHostsEnvironment() throws Exception {
        Box.Result result = box.run(sandbox, new byte[0], Box.names("cat", "/proc/self/environ"));
        assertThat(result.text().split("\0"))
                .containsExactlyInAnyOrder("PATH=/bin:/usr/bin", "HOME=/root");
    }

    @Test
    void hasThreeDescriptorsAndNoMore() throws Exception {
        // ls has one more for the folder that it lists.
        Box.Result result = box.run(sandbox, new byte[0], Box.names("ls", "/proc/self/fd"));
        assertThat(result.text()).isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void seesNoMountOfTheHosts() throws Exception {
        Box.Result result = box.sh(sandbox, "cat /proc/self/mountinfo");
        List<String> places =
                result.text().lines().map(line -> line.split(" ")[4]).distinct().toList();
        assertThat(places.getFirst()).isEqualTo("/");
        assertThat(places.subList(1, places.size()))
                .allMatch(each ->
                        each.matches("/(proc|sys|dev|etc/(hosts|hostname|resolv.conf))(/.*)?"));
        assertThat(result.text()).doesNotContain(" - overlay overlay rw,lowerdir=" + folder);
    }

    @Test
    void takesPrivilegesAway() throws Exception {
        String asked = "grep -e ^Cap -e ^NoNewPrivs /proc/self/status";
        assertThat(box.sh(sandbox, asked).text().replace("\t", " "))
                .isEqualTo(
                        """
                        CapInh: 0000000000000000
                        CapPrm: 00000000a80425fb
                        CapEff: 00000000a80425fb
                        CapBnd: 00000000a80425fb
                        CapAmb: 0000000000000000
                        NoNewPrivs: 1
                        """);
        box.user = new ProcessUser(1000, 1001, List.of(1001, 5, 6), Name.of("/"));
        assertThat(box.sh(sandbox, asked).text().replace("\t", " "))
                .isEqualTo(
                        """
                        CapInh: 0000000000000000
                        CapPrm: 0000000000000000
                        CapEff: 0000000000000000
                        CapBnd: 00000000a80425fb
                        CapAmb: 0000000000000000
                        NoNewPrivs: 1
                        """);
    }

    @Test
    void runsAsTheUser() throws Exception {
        box.user = new ProcessUser(1000, 1001, List.of(1001, 5, 6), Name.of("/"));
        Box.Result result =
                box.sh(sandbox, "id -u; id -g; id -G; echo hello >/dev/stdout; touch /no");
        assertThat(result.text()).isEqualTo("1000\n1001\n1001 5 6\nhello\n");
        assertThat(result.err()).contains("Permission denied");
        box.user = new ProcessUser(0, 0, List.of(0), Name.of("/"));
        assertThat(box.sh(sandbox, "id -u; id -g").text()).isEqualTo("0\n0\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x >/proc/sys/kernel/core_pattern",
                "echo h >/proc/sysrq-trigger",
                "echo 1 >/proc/irq/default_smp_affinity",
                "echo 1 >/sys/kernel/profiling",
                "mkdir /sys/fs/cgroup/mine",
                "test -s /proc/kcore",
                "test -s /proc/keys",
                "test -s /proc/timer_list",
                "ls /sys/firmware/* /proc/acpi/*"
            })
    void keepsTheKernelAway(String command) throws Exception {
        assertThat(box.sh(sandbox, command).code()).isNotZero();
    }

    @Test
    void hasDevices() throws Exception {
        Box.Result result =
                box.sh(
                        sandbox,
                        """
                        cd /dev
                        echo gone >null && head -c 3 zero | wc -c && head -c 3 urandom | wc -c
                        echo x >full; ls; ls -d pts/ptmx
                        [ -c null ] && [ -c tty ] && [ -d shm ] && echo x >shm/file && cat shm/file
                        stat -c %a shm null
                        """
                                .replace("head", "busybox head"));
        assertThat(result.text())
                .isEqualTo(
                        """
                        3
                        3
                        fd
                        full
                        mqueue
                        null
                        ptmx
                        pts
                        random
                        shm
                        stderr
                        stdin
                        stdout
                        tty
                        urandom
                        zero
                        pts/ptmx
                        x
                        1777
                        666
                        """);
        assertThat(result.err()).contains("No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/disk", "/dev/disk", "/dev/shm/disk", "/tmp/disk", "/data/disk"})
    void opensNoDeviceOfItsOwnMaking(String path) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        box.mounts =
                List.of(
                        new SandboxMount.Tmpfs(Name.of("/tmp"), OptionalLong.empty(), 01777),
                        new SandboxMount.Bind(data, Name.of("/data"), false));
        long device = (long) Files.getAttribute(folder, "unix:dev");
        Box.Result result =
                box.sh(
                        sandbox,
                        "busybox mknod %s b %d %d && echo made; cat %1$s | busybox head -c 1 | wc -c"
                                .formatted(path, Stat.major(device), Stat.minor(device)));
        assertThat(result.text()).isEqualTo("made\n0\n");
        assertThat(result.err()).containsAnyOf("not permitted", "Permission denied");
    }

    @Test
    void leavesTheHostsDevicesAlone() throws Exception {
        Object before = Files.getAttribute(Path.of("/dev/null"), "unix:mode");
        box.sh(sandbox, "chmod 600 /dev/null /proc/self/fd/0 /proc/keys; chmod 600 /dev/stdin");
        assertThat(Files.getAttribute(Path.of("/dev/null"), "unix:mode")).isEqualTo(before);
    }

    @Test
    void knowsItsName() throws Exception {
        box.extraHosts = List.of("10.1.2.3\tother");
        Box.Result result = box.sh(sandbox, "hostname; cat /etc/hostname /etc/hosts");
        assertThat(result.text())
                .startsWith("box\nbox\n127.0.0.1\tlocalhost\n")
                .endsWith("127.0.0.1\tbox\n10.1.2.3\tother\n");
    }

    @Test
    void readsNothingUnlessAsked() throws Exception {
        assertThat(box.run(sandbox, new byte[0], Box.names("cat")).code()).isZero();
    }

    @Test
    void readsWhatIsWritten() throws Exception {
        box.stdin = true;
        byte[] input = new byte[300_000];
        new Random(1).nextBytes(input);
        Box.Result result = box.run(sandbox, input, Box.names("cat"));
        assertThat(result.text()).isEqualTo(new String(input, ISO_8859_1));
        assertThat(box.run(sandbox, new byte[0], Box.names("wc", "-c")).text()).isEqualTo("0\n");
        assertThat(box.run(sandbox, new byte[] {'x'}, Box.names("wc", "-c")).text())
                .isEqualTo("1\n");
    }

    @Test
    void startsWhereItIsTold() throws Exception {
        box.workingDirectory = Name.of("/made/for it");
        assertThat(box.sh(sandbox, "pwd; stat -c '%a %u' .").text())
                .isEqualTo("/made/for it\n755 0\n");
        assertThat(box.written()).containsExactly("made", "made/for it");
        Files.createSymbolicLink(box.lower.resolve("link"), Path.of("/bin"));
        box.workingDirectory = Name.of("/link");
        assertThat(box.sh(sandbox, "busybox pwd -P").text()).isEqualTo("/bin\n");
    }

    @Test
    void runsAStaticProgramInAnEmptyImage() throws Exception {
        Path lower = Files.createDirectories(folder.resolve("scratch"));
        Files.copy(Path.of("/bin/busybox"), lower.resolve("echo"));
        box.root = new RootTree(List.of(lower), box.root.upper(), box.root.work());
        box.environment = List.of();
        Box.Result result = box.run(sandbox, new byte[0], Box.names("/echo", "alone"));
        assertThat(result.text()).isEqualTo("alone\n");
        assertThat(result.code()).isZero();
        assertThat(box.written()).isEmpty();
    }

    @Test
    void limitsHold() throws Exception {
        box.limits =
                new SandboxLimits(8 << 20, List.of(new SandboxLimits.Resource("nofile", 64, 100)));
        Box.Result result =
                box.sh(sandbox, "ulimit -Sn; ulimit -Hn; df -k /dev/shm | awk 'END {print $2}'");
        assertThat(result.err()).isEmpty();
        assertThat(result.text()).isEqualTo("64\n100\n8192\n");
    }
}
