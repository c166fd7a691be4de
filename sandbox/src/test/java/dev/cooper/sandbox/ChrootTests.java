// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.posix.Name;
import dev.cooper.sandbox.SandboxMount.Bind;
import dev.cooper.sandbox.SandboxMount.Tmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChrootTests {
    @TempDir Path folder;
    private Path tree;
    private int runs;

    @BeforeEach
    void plant() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("bin"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/hostname"), "image\n");
        Path busybox = tree.resolve("bin/busybox");
        Files.copy(Path.of("/bin/busybox").toRealPath(), busybox);
        Files.setAttribute(busybox, "unix:mode", 0755);
        for (String each : List.of("sh", "id", "cat", "ls", "sleep", "touch", "env")) {
            Files.createLink(tree.resolve("bin").resolve(each), busybox);
        }
        Files.setLastModifiedTime(tree.resolve("etc"), FileTime.fromMillis(1000));
        Files.setLastModifiedTime(tree, FileTime.fromMillis(2000));
    }

    private String run(ProcessUser user, List<SandboxMount> mounts, String script)
            throws IOException, InterruptedException, StartException {
        SandboxSpec spec =
                new SandboxSpec(
                        new RootTree(List.of(), tree, folder),
                        mounts,
                        List.of(Name.of("sh"), Name.of("-c"), Name.of(script)),
                        List.of(Name.of("PATH=/bin")),
                        Name.of("/work"),
                        user,
                        "box",
                        SandboxNetwork.HOST,
                        List.of(),
                        SandboxLimits.DEFAULT,
                        false,
                        false,
                        Files.createDirectory(folder.resolve("run" + runs++)));
        Sandbox sandbox = Sandbox.of(Sandbox.Kind.CHROOT, folder);
        try (SandboxProcess process = sandbox.start(spec)) {
            String said = new String(process.stdout().readAllBytes(), UTF_8);
            said += new String(process.stderr().readAllBytes(), UTF_8);
            return process.waitFor() + " " + said;
        }
    }

    private static ProcessUser user(int id) {
        return new ProcessUser(id, id, List.of(id), Name.of("/home"));
    }

    private List<String> files() throws IOException {
        List<String> all = new ArrayList<>();
        try (var found = Files.walk(tree)) {
            found.filter(each -> !each.startsWith(tree.resolve("bin")))
                    .map(each -> tree.relativize(each).toString())
                    .sorted()
                    .forEach(all::add);
        }
        return all;
    }

    @Test
    void runsInTheTreeAndLeavesOnlyWhatTheProgramMade() throws Exception {
        String said =
                run(
                        user(0),
                        List.of(new Tmpfs(Name.of("/mem"), OptionalLong.empty(), 01777)),
                        "id -u; cat /etc/hostname; ls /dev; echo x >/dev/null; touch /mem/x made; echo $PWD; env");
        assertThat(said)
                .startsWith("0 0\nbox\nfd\nfull\n")
                .contains("\nurandom\nzero\n/work\n", "HOME=/home\n")
                .doesNotContain("LC_ALL");
        assertThat(files()).containsExactly("", "etc", "etc/hostname", "work", "work/made");
        assertThat(tree.resolve("etc/hostname")).hasContent("image\n");
        assertThat(Files.getLastModifiedTime(tree.resolve("etc")).toMillis()).isEqualTo(1000);
    }

    @Test
    void isTheUser() throws Exception {
        assertThat(run(user(1000), List.of(), "id -u; id -g")).isEqualTo("0 1000\n1000\n");
    }

    @Test
    void endsWhatTheProgramLeftBehind() throws Exception {
        assertThat(run(user(0), List.of(), "sleep 1000 >/dev/null 2>&1 & echo gone"))
                .isEqualTo("0 gone\n");
        try (var all = ProcessHandle.allProcesses()) {
            assertThat(
                            all.filter(each ->
                                    Files.exists(Path.of("/proc/" + each.pid() + "/root/work"))
                                            && each.pid() != ProcessHandle.current().pid()
                                            && !Files.exists(Path.of("/work"))))
                    .isEmpty();
        }
    }

    @Test
    void copiesFilesThatWereToBeMountedAndRefusesFolders() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hush");
        assertThat(
                        run(
                                user(0),
                                List.of(new Bind(secret, Name.of("/run/secrets/one"), true)),
                                "cat /run/secrets/one"))
                .isEqualTo("0 hush");
        assertThat(tree.resolve("run")).doesNotExist();
        assertThatThrownBy(() ->
                        run(user(0), List.of(new Bind(folder, Name.of("/cache"), false)), "ls"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot mount at /cache");
        assertThat(files()).containsExactly("", "etc", "etc/hostname", "work");
    }

    @Test
    void refusesLinksWhereItsOwnFilesGo() throws Exception {
        Files.createSymbolicLink(tree.resolve("dev"), Path.of("/dev"));
        assertThatThrownBy(() -> run(user(0), List.of(), "ls"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("/dev is no folder");
    }

    @Test
    void isNeverChosenByItself() throws Exception {
        assertThat(Sandbox.working(Files.createDirectory(folder.resolve("memory"))))
                .noneMatch(each -> each.name().equals("chroot"));
    }
}
