// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Masked;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `run`, `create`, `start`, `ps`, `logs`, `rm`: what a container's life looks like from outside.
class ContainerCommandTests {
    @TempDir private static Path folder;
    private static Recorded recorded;
    private static Cooper cooper;

    @BeforeAll
    static void store() {
        recorded = Recorded.in(folder);
        cooper = recorded.cooper();
        recorded.ok("build", "-q", "-t", "rec:1", "ok");
    }

    private static Result sh(String script, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        words.addAll(List.of(options));
        words.addAll(List.of("busybox", "sh", "-c", script));
        return cooper.run(words.toArray(String[]::new));
    }

    @Test
    void itsOutputAndItsExitCodeAreTheProgramsOwn() {
        Result result = sh("echo out; echo err >&2; exit 3").exits(3);
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
        assertThat(cooper.ok("run", "--rm", "--network", "none", "rec:1").out())
                .isEqualTo("hello world\n");
        sh("sh -c 'kill -9 $$'; exit $?").exits(137);
    }

    @Test
    void limits() {
        String script = "ulimit -n; ulimit -Hn; df -k /dev/shm | awk 'END { print $2 }'";
        assertThat(sh(script, "--ulimit", "nofile=123:456", "--shm-size", "2m").ok().text())
                .isEqualTo("123\n456\n2048");
        // What is kept of a container has them too.
        cooper.ok(
                "create",
                "--name",
                "limited",
                "--ulimit",
                "nofile=99",
                "busybox",
                "sh",
                "-c",
                "ulimit -n");
        assertThat(cooper.ok("start", "-a", "limited").text()).isEqualTo("99");
        cooper.ok("rm", "limited");
        assertThat(sh("true", "--ulimit", "files=1").exits(125).err())
                .contains("invalid ulimit argument: files=1");
    }

    @Test
    void settings() throws IOException {
        Path file = folder.resolve("variables");
        Files.writeString(file, "# a comment\n\nFROM_FILE=two words\nCALLERS\n");
        Result result =
                cooper.command(
                                "run",
                                "--rm",
                                "--network",
                                "none",
                                "-e",
                                "X=1",
                                "-e",
                                "CALLERS2",
                                "--env-file",
                                file.toString(),
                                "-w",
                                "/tmp/new/folder",
                                "-u",
                                "33:1",
                                "busybox",
                                "sh",
                                "-c",
                                "echo $X \"$FROM_FILE\" $CALLERS $CALLERS2; pwd; id; echo $HOME")
                        .env("CALLERS", "c1")
                        .env("CALLERS2", "c2")
                        .run()
                        .ok();
        assertThat(result.out())
                .isEqualTo(
                        """
                        1 two words c1 c2
                        /tmp/new/folder
                        uid=33(www-data) gid=1(daemon) groups=1(daemon)
                        /var/www
                        """);
        assertThat(sh("id -u", "-u", "nobody").text()).isEqualTo("65534");
        assertThat(sh("hostname", "-h", "barrel").text()).isEqualTo("barrel");
    }

    @Test
    void itSeesNothingOfTheCallersEnvironment() {
        Result result =
                cooper.command("run", "--rm", "--network", "none", "busybox", "env")
                        .env("SECRET_OF_THE_CALLER", "1")
                        .run()
                        .ok();
        assertThat(result.out().lines().map(line -> line.replaceAll("=.*", "")))
                .containsExactlyInAnyOrder("PATH", "HOSTNAME", "HOME");
    }

    @Test
    void entrypoints() {
        assertThat(
                        cooper.ok(
                                        "run",
                                        "--rm",
                                        "--network",
                                        "none",
                                        "--entrypoint",
                                        "/busybox",
                                        "rec:1",
                                        "echo",
                                        "a",
                                        "b")
                                .out())
                .isEqualTo("a b\n");
    }

    @Test
    void standardInput() {
        Result copied =
                cooper.command("run", "--rm", "-i", "--network", "none", "busybox", "cat")
                        .input("in\n")
                        .run()
                        .ok();
        assertThat(copied.out()).isEqualTo("in\n");
        Result without =
                cooper.command("run", "--rm", "--network", "none", "busybox", "cat")
                        .input("in\n")
                        .run()
                        .ok();
        assertThat(without.out()).isEmpty();
    }

    @Test
    void volumes() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("given"), "from outside");
        assertThat(sh("cat /v/given; echo inside > /v/made", "-v", shared + ":/v").text())
                .isEqualTo("from outside");
        assertThat(shared.resolve("made")).hasContent("inside\n");
        Result readOnly = sh("echo x > /v/more", "-v", shared + ":/v:ro").exits(1);
        assertThat(readOnly.err()).contains("Read-only file system");
        assertThat(shared.resolve("more")).doesNotExist();
    }

    @Test
    void theListOfContainers(@TempDir Path own) {
        Recorded fresh = Recorded.in(own);
        fresh.ok("build", "-q", "-t", "rec:1", "ok");
        Cooper alone = fresh.cooper();
        alone.ok("run", "--network", "none", "rec:1");
        alone.run(
                        "run",
                        "--network",
                        "none",
                        "--name",
                        "c1",
                        "-e",
                        "X=1",
                        "-w",
                        "/tmp",
                        "busybox",
                        "sh",
                        "-c",
                        "echo $X; pwd; exit 3")
                .exits(3);
        alone.ok("create", "--name", "c2", "busybox");
        assertThat(alone.ok("ps").out())
                .isEqualTo(
                        "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES\n");
        Table table = Table.of(alone.ok("ps", "-a").out());
        assertThat(table.header())
                .containsExactly(
                        "CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
        assertThat(table.rows().stream().map(row -> Masked.of(String.join("|", row))).toList())
                .satisfiesExactly(
                        row ->
                                assertThat(row)
                                        .isEqualTo(
                                                "xxxxxxxxxxxx|busybox|\"/bin/sh\"|N seconds ago|Created||c2"),
                        row ->
                                assertThat(row)
                                        .isEqualTo(
                                                "xxxxxxxxxxxx|busybox|\"sh -c 'echo $X; pwd\u2026\"|N seconds ago|Exited (3) N seconds ago||c1"),
                        row ->
                                assertThat(row)
                                        .matches(
                                                "x{12}\\|rec:1\\|\"/busybox cat /out\"\\|N seconds ago\\|Exited \\(0\\) N seconds ago\\|\\|[a-z]+_[a-z]+"));
        assertThat(alone.ok("ps", "-aq").out().lines())
                .containsExactlyElementsOf(table.column("CONTAINER ID"));
        assertThat(
                        alone.ok(
                                        "ps",
                                        "-a",
                                        "--format",
                                        "{{.Names}} {{.Image}}",
                                        "--filter",
                                        "name=c1")
                                .out())
                .isEqualTo("c1 busybox\n");
        assertThat(alone.ok("logs", "c1").out()).isEqualTo("1\n/tmp\n");
    }

    @Test
    void createdThenStarted() {
        Result created = cooper.ok("create", "--name", "made", "--network", "none", "rec:1");
        assertThat(created.out()).matches("[0-9a-f]{64}\n");
        assertThat(created.err()).isEmpty();
        Result again = cooper.run("create", "--name", "made", "rec:1").exits(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err())
                .isEqualTo(
                        "Error response from daemon: Conflict. The container name \"/made\" is already in use by container \""
                                + created.text()
                                + "\". You have to remove (or rename) that container to be able to reuse that name.\n");
        assertThat(cooper.ok("start", "-a", "made").out()).isEqualTo("hello world\n");
        assertThat(cooper.ok("start", "-a", "made").out()).isEqualTo("hello world\n");
        assertThat(cooper.ok("logs", "made").out()).isEqualTo("hello world\nhello world\n");
        assertThat(cooper.ok("rm", "made").out()).isEqualTo("made\n");
        assertThat(cooper.run("logs", "made").exits(1).err())
                .isEqualTo("Error response from daemon: No such container: made\n");
    }

    @Test
    void logsKeepTheStreamsApart() {
        cooper.ok(
                "run",
                "--network",
                "none",
                "--name",
                "two",
                "busybox",
                "sh",
                "-c",
                "echo out; echo err >&2");
        Result logs = cooper.ok("logs", "two");
        assertThat(logs.out()).isEqualTo("out\n");
        assertThat(logs.err()).isEqualTo("err\n");
        assertThat(cooper.ok("logs", "--tail", "0", "two").out()).isEmpty();
    }

    @Test
    void removal() {
        String id = cooper.ok("create", "busybox").text();
        assertThat(cooper.ok("rm", id.substring(0, 12)).out())
                .isEqualTo(id.substring(0, 12) + "\n");
        Result missing = cooper.run("rm", "nosuch").exits(1);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err())
                .isEqualTo("Error response from daemon: No such container: nosuch\n");
        // By force, what isn't there is no failure: scripts clean up so.
        assertThat(cooper.run("rm", "-f", "nosuch").exits(0).err())
                .isEqualTo("Error response from daemon: No such container: nosuch\n");
    }

    @Test
    void aProgramThatIsNotThere() {
        Result failed =
                cooper.run("run", "--rm", "--network", "none", "busybox", "nosuchcmd").exits(127);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .isEqualTo(
                        """
                        cooper: Error response from daemon: failed to create task for container: unable to start container process: exec: "nosuchcmd": executable file not found in $PATH

                        Run 'cooper run --help' for more information
                        """);
    }

    @Test
    void aProgramThatIsNone() {
        Result failed =
                cooper.run("run", "--rm", "--network", "none", "busybox", "/etc/passwd").exits(126);
        assertThat(failed.err()).contains("exec: \"/etc/passwd\": permission denied");
        Result folderItIs =
                cooper.run("run", "--rm", "--network", "none", "busybox", "/etc").exits(126);
        assertThat(folderItIs.err()).contains("exec: \"/etc\": ");
    }

    @Test
    void anImageThatIsNotThere() {
        Result failed = cooper.run("run", "nosuch:image").exits(125);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .startsWith(
                        """
                        Unable to find image 'nosuch:image' locally
                        cooper: Error response from daemon:\
                        """)
                .endsWith(
                        """

                        Run 'cooper run --help' for more information
                        """)
                .contains("nosuch:image");
        assertThat(cooper.ok("ps", "-aq", "--filter", "ancestor=nosuch:image").out()).isEmpty();
    }

    @Test
    void usageErrors() {
        Result none = cooper.run("run").exits(1);
        assertThat(none.out()).isEmpty();
        assertThat(none.err())
                .isEqualTo(
                        """
                        cooper: 'cooper run' requires at least 1 argument

                        Usage:  cooper run [OPTIONS] IMAGE [COMMAND] [ARG...]

                        See 'cooper run --help' for more information
                        """);
        Result unknown = cooper.run("run", "--nosuch", "busybox").exits(125);
        assertThat(unknown.err())
                .isEqualTo(
                        """
                        unknown flag: --nosuch

                        Usage:  cooper run [OPTIONS] IMAGE [COMMAND] [ARG...]

                        Run 'cooper run --help' for more information
                        """);
        assertThat(cooper.run("create", "--name", "not/a/name", "busybox").exits(1).err())
                .contains("not/a/name");
        assertThat(cooper.run("run", "-u", "nosuchuser", "busybox", "true").exits(125).err())
                .contains("nosuchuser");
        assertThat(cooper.run("run", "-v", "relative:relative", "busybox", "true").exits(125).err())
                .contains("relative");
    }

    @Test
    void aLinkCalledDockerIsTheSameProgram() throws IOException {
        Path link = folder.resolve("docker");
        Files.createSymbolicLink(link, Project.launcher());
        Result run =
                Command.of(link.toString(), "run")
                        .env("COOPER_ROOT", cooper.store().toString())
                        .run()
                        .exits(1);
        Files.delete(link);
        assertThat(run.err())
                .startsWith("docker: 'docker run' requires at least 1 argument\n")
                .endsWith("See 'docker run --help' for more information\n");
    }
}
