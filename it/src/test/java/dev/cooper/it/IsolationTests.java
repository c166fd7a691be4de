// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program must not reach, tried by programs that try.
@Tag("once")
@ParameterizedClass
@ValueSource(strings = {"unshare", "oci"})
class IsolationTests {
    @TempDir static Path folder;

    @Parameter String driver = "";
    private Cooper cooper = Cooper.on(folder);

    @BeforeEach
    void base() {
        cooper = Cooper.on(folder.resolve("store-" + driver)).isolatedBy(driver);
        if (!Files.exists(cooper.store())) {
            cooper.withBase("busybox");
        }
    }

    private Result build(String dockerfile, String... options) {
        return build(Folder.of(folder, dockerfile), options);
    }

    private Result build(Folder context, String... options) {
        return cooper.command("build", "--progress", "plain")
                .with(options)
                .with(context.toString())
                .run();
    }

    /// The numbers of a block device that this process may read.
    private static String[] disk() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/sys/block"))) {
            List<Path> disks = all.sorted().filter(IsolationTests::isReadable).toList();
            assumeTrue(!disks.isEmpty(), "no block device here can be read, by nobody");
            return Files.readString(disks.getFirst().resolve("dev")).strip().split(":");
        }
    }

    private static boolean isReadable(Path block) {
        try (var in = Files.newInputStream(Path.of("/dev").resolve(block.getFileName()))) {
            return in.read() >= -1;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aDiskCanBeMadeAFileButNotOpened() throws Exception {
        String[] numbers = disk();
        String script =
                """
                FROM busybox
                RUN for each in /disk /dev/disk /tmp/disk /root/disk; do \
                        mknod $each b %1$s %2$s; \
                        if head -c 1 $each; then echo OPEN $each; fi; \
                        if ( : >>$each ); then echo OPEN $each; fi; \
                    done; ls -l /disk
                """
                        .formatted(numbers[0], numbers[1]);
        Result result = build(script, "-t", "disk").ok();
        assertThat(result.err()).contains("brw").doesNotContain(" OPEN /");

        Result layer = cooper.run("run", "--rm", "disk", "head", "-c", "1", "/disk");
        assertThat(layer.exits(1).err()).containsAnyOf("not permitted", "denied");

        Path volume = Files.createDirectory(folder.resolve("volume-" + driver));
        Result shared =
                cooper.run(
                        "run",
                        "--rm",
                        "-v",
                        volume + ":/v",
                        "busybox",
                        "sh",
                        "-c",
                        "mknod /v/disk b " + String.join(" ", numbers) + " && head -c 1 /v/disk");
        assertThat(shared.exits(1).err()).containsAnyOf("not permitted", "denied");
    }

    @Test
    void theDevicesOfTheHostAreNotTheProgramsToChange() throws Exception {
        Object before = Files.getAttribute(Path.of("/dev/null"), "unix:uid");
        build(
                        "FROM busybox\nRUN chown 1234 /dev/null && chmod 600 /dev/null && chown 5 /proc/keys || true\n")
                .ok();
        assertThat(Files.getAttribute(Path.of("/dev/null"), "unix:uid")).isEqualTo(before);
        assertThat(Files.getAttribute(Path.of("/dev/null"), "unix:mode").toString())
                .isEqualTo(Integer.toString(0020666));
    }

    @Test
    void theNetworkIsTheHostsUnlessThereIsToBeNone() throws Exception {
        List<Pages> all = new ArrayList<>();
        try {
            all.add(Pages.onLoopback());
            for (var each : Pages.otherAddresses()) {
                all.add(new Pages(each));
            }
            StringBuilder fetches = new StringBuilder();
            for (Pages each : all) {
                fetches.append("wget -q -O - ").append(each.url()).append("page && echo FETCHED; ");
            }
            String fetch = fetches.toString();
            String dockerfile = "FROM busybox\nRUN " + fetch + "true\n";

            assertThat(build(dockerfile, "--no-cache").ok().err().split(" FETCHED\n", -1))
                    .hasSize(all.size() + 1);
            assertThat(cooper.ok("run", "--rm", "busybox", "sh", "-c", fetch + "true").out())
                    .isEqualTo("/page\nFETCHED\n".repeat(all.size()));
            for (Pages each : all) {
                assertThat(each.asked("/page")).isEqualTo(2);
            }

            assertThat(build(dockerfile, "--no-cache", "--network", "none").ok().err())
                    .doesNotContain(" FETCHED\n");
            assertThat(
                            build(dockerfile.replace("RUN", "RUN --network=none"), "--no-cache")
                                    .ok()
                                    .err())
                    .doesNotContain(" FETCHED\n");
            String look = "cat /proc/net/unix; cat /proc/net/dev; ip addr show lo";
            String seen =
                    cooper.ok(
                                    "run",
                                    "--rm",
                                    "--network",
                                    "none",
                                    "busybox",
                                    "sh",
                                    "-c",
                                    fetch + look)
                            .out();
            assertThat(seen)
                    .doesNotContain("FETCHED")
                    .contains("LOOPBACK,UP")
                    .contains("127.0.0.1");
            // The loopback alone, and no socket of the host's.
            assertThat(
                            seen.lines()
                                    .filter(line -> line.contains(":"))
                                    .filter(line -> line.matches("\\s*\\w+:.*")))
                    .allMatch(line -> line.strip().matches("(lo|Num|1):? .*"));
            for (Pages each : all) {
                assertThat(each.asked("/page")).isEqualTo(2);
            }
        } finally {
            all.forEach(Pages::close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/self/fd/7",
                "/proc/1/cwd",
                "/proc/1/root/etc",
                "/proc/sys/../self/fd/8"
            })
    void noFolderOfTheHostsIsStartedIn(String path) {
        String look =
                "test $(stat -c %d:%i ../../../../../../../..) = $(stat -c %d:%i /) && echo IN''SIDE";
        Result built = build("FROM busybox\nWORKDIR " + path + "\nRUN " + look + "\n");
        Result run = cooper.run("run", "--rm", "-w", path, "busybox", "sh", "-c", look);
        if (!path.contains("/fd/") && built.exitCode() == 0 && run.exitCode() == 0) {
            // Resolved by one who knows that this is the program itself.
            assertThat(built.err()).contains(" INSIDE\n");
            assertThat(run.text()).isEqualTo("INSIDE");
        } else {
            assertClean(built.exits(1));
            assertClean(run.exits(125));
        }
    }

    private static void assertClean(Result failed) {
        assertThat(failed.err()).isNotBlank().doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void groupsAreTheImages() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("web", "1000 1000 1000 2000 3000");
        wanted.put("web:other", "1000 2000 2000");
        wanted.put("1000", "1000 1000 1000 2000 3000");
        wanted.put("1000:4000", "1000 4000 4000");
        wanted.put("1234", "1234 0 0");
        wanted.put("1234:other", "1234 2000 2000");
        wanted.put("root", "0 0 0 3000");
        String look = "echo IDS $(id -u) $(id -g) $(grep Groups /proc/self/status | cut -d : -f 2)";
        StringBuilder dockerfile =
                new StringBuilder(
                        """
                        FROM busybox
                        RUN echo web:x:1000:1000::/home/web:/bin/sh >>/etc/passwd; \
                            printf 'web:x:1000:\\nother:x:2000:web\\nmore:x:3000:root,web\\n' >>/etc/group
                        """);
        wanted.keySet().forEach(user -> dockerfile.append("USER " + user + "\nRUN " + look + "\n"));
        String said = build(dockerfile.toString(), "-t", "ids").ok().err();
        assertThat(
                        said.lines()
                                .filter(line -> line.contains(" IDS "))
                                .filter(line -> !line.contains("$("))
                                .map(IsolationTests::ids))
                .containsExactlyElementsOf(wanted.values());
        for (String user : List.of("web", "1000:4000", "1234")) {
            String seen = cooper.ok("run", "--rm", "-u", user, "ids", "sh", "-c", look).text();
            assertThat(ids(" " + seen)).isEqualTo(wanted.get(user));
        }
    }

    /// User, group and all groups; with none, the group is the only one.
    private static String ids(String line) {
        String ids = line.substring(line.indexOf(" IDS ") + 5).strip();
        String[] parts = ids.split(" +");
        return parts.length == 2 ? ids + " " + parts[1] : String.join(" ", parts);
    }

    /// Each of them pulls at another of the places where the host puts something.
    @ParameterizedTest
    @CsvSource({
        "/proc, /tmp/canary",
        "/sys, /tmp/canary",
        "/dev, /tmp/canary",
        "/dev, /",
        "/dev/null, /tmp/canary/null",
        "/dev/console, /tmp/canary/console",
        "/dev/pts, /tmp/canary",
        "/etc, /tmp/canary",
        "/etc/hosts, /tmp/canary/hosts",
        "/etc/resolv.conf, ../../../../../../../../../tmp/canary/resolv.conf",
        "/etc/hostname, /proc/1/root/tmp/canary/hostname",
        "/etc/ld.so.preload, /tmp/canary/preload",
    })
    void imagesWithLinksLeadNowhere(String link, String target) throws Exception {
        Path canary =
                Files.createDirectories(Path.of("/tmp/canary-" + ProcessHandle.current().pid()));
        Path file = canary.resolve("kept");
        try {
            Files.writeString(file, "kept");
            String real = target.replace("/tmp/canary", canary.toString());
            Folder context =
                    Folder.of(
                            folder,
                            "FROM scratch\nADD root.tar /\nCOPY --from=busybox /bin /bin\n"
                                    + "RUN [\"/bin/sh\", \"-c\", \"ls / >/list; id -u\"]\n");
            Path root = Files.createTempDirectory(folder, "root");
            Files.createDirectories(root.resolve(link.substring(1)).getParent());
            Files.createSymbolicLink(root.resolve(link.substring(1)), Path.of(real));
            Command.of(
                            "tar",
                            "-C",
                            root.toString(),
                            "-cf",
                            context.path().resolve("root.tar").toString(),
                            ".")
                    .run()
                    .ok();

            Result result = build(context, "-t", "hostile");
            if (result.exitCode() == 0) {
                cooper.ok("run", "--rm", "hostile", "/bin/sh", "-c", "echo x >/etc/hosts || true");
            } else {
                assertClean(result.exits(1));
                assertThat(result.err()).contains("Dockerfile:4");
            }
            try (Stream<Path> left = Files.list(canary)) {
                assertThat(left).containsExactly(file);
            }
            assertThat(Files.readString(file)).isEqualTo("kept");
        } finally {
            Command.of("rm", "-rf", canary.toString()).run().ok();
        }
    }

    @Test
    void placesForMountsAreNotInTheLayer() {
        Folder context =
                Folder.of(
                        folder,
                        """
                        FROM scratch
                        COPY --from=busybox /bin/busybox /busybox
                        RUN ["/busybox", "true"]
                        RUN --mount=type=tmpfs,target=/deep/down/here ["/busybox", "touch", "/deep/down/here/x"]
                        RUN --mount=type=bind,from=busybox,source=/etc/passwd,target=/other/file ["/busybox", "cat", "/other/file"]
                        """);
        build(context, "-t", "bare").ok();
        List<List<String>> layers = SavedImage.of(cooper, "bare", folder).layers();
        assertThat(layers).hasSize(4);
        assertThat(layers.get(0)).containsExactly("busybox");
        assertThat(layers.subList(1, 4)).allMatch(List::isEmpty);
        assertThat(cooper.ok("history", "--format", "{{.Size}}", "bare").text().lines().limit(3))
                .containsOnly("0B");
    }

    /// Docker keeps them: only what a step leaves as it was is taken away.
    @Test
    void placesForMountsThatAreUsedStay() {
        build("FROM busybox\nRUN mkdir /etc/own && echo x >/etc/own/x\n", "-t", "used").ok();
        assertThat(SavedImage.of(cooper, "used", folder).layers().getLast())
                .containsExactly("etc/", "etc/own/", "etc/own/x");
    }

    @Test
    void aDaemonEndsWithItsStep() throws Exception {
        Path store = cooper.store();
        build(
                        "FROM busybox\nENV STORE="
                                + store
                                + "\nRUN setsid sleep 100000 & echo left; (sleep 100001 >/dev/null 2>&1 &)\n")
                .ok();
        assertThat(Leftovers.processes(store)).isEmpty();
        assertThat(Leftovers.mounts(store)).isEmpty();
        cooper.ok(
                "run",
                "--rm",
                "-e",
                "STORE=" + store,
                "busybox",
                "sh",
                "-c",
                "setsid sleep 100002 & exit 0");
        assertThat(Leftovers.processes(store)).isEmpty();
        assertThat(Leftovers.mounts(store)).isEmpty();
    }
}
