// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.cli.console.Signals;
import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.ContainerView.Status;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.Isolation;
import dev.cooper.engine.NetworkMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerVerbsTests {
    private final Play play = new Play();

    @Test
    void runsWithEverythingThatIsAsked(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("env"), "# note\n\nF=1\nHOME\nNOSUCH\n");
        play.environment.put("HOME", "/home/me");
        play.environment.put("COOPER_ISOLATION", "unshare");
        play.containers.program =
                streams -> {
                    streams.out().write("out\n".getBytes(StandardCharsets.UTF_8));
                    streams.err().write("err\n".getBytes(StandardCharsets.UTF_8));
                    return 3;
                };
        Result result =
                play.run(
                        "run",
                        "--rm",
                        "--name",
                        "c1",
                        "-e",
                        "X=1",
                        "-e",
                        "HOME",
                        "-e",
                        "UNSET",
                        "--env-file",
                        file.toString(),
                        "-w",
                        "/tmp",
                        "-u",
                        "1:2",
                        "--entrypoint",
                        "",
                        "-v",
                        folder + ":/data:ro",
                        "--network",
                        "none",
                        "-h",
                        "host",
                        "-l",
                        "a=b",
                        "-l",
                        "bare",
                        "busybox",
                        "sh",
                        "-c",
                        "echo $X",
                        "--rm");
        assertThat(result).isEqualTo(new Result(3, "out\n", "err\n"));
        ContainerSpec spec = play.containers.specs.getFirst();
        assertThat(spec.command()).containsExactly("sh", "-c", "echo $X", "--rm");
        assertThat(spec.entrypoint()).contains(List.of());
        assertThat(spec.environment())
                .containsExactly("F=1", "HOME=/home/me", "X=1", "HOME=/home/me");
        assertThat(spec.workingDirectory()).contains("/tmp");
        assertThat(spec.user()).contains("1:2");
        assertThat(spec.hostname()).contains("host");
        assertThat(spec.volumes()).containsExactly(new ContainerSpec.Volume(folder, "/data", true));
        assertThat(spec.labels()).isEqualTo(Map.of("a", "b", "bare", ""));
        assertThat(spec.network()).isEqualTo(NetworkMode.NONE);
        assertThat(spec.isolation()).isEqualTo(Isolation.UNSHARE);
        assertThat(spec.stdin()).isFalse();
        assertThat(spec.autoRemove()).isTrue();
        assertThat(play.signals.isHandled()).isFalse();
    }

    @Test
    void inputIsHandedOnIfAsked() {
        play.containers.program =
                streams ->
                        streams.in().isEmpty()
                                ? 0
                                : new String(
                                                streams.in().get().readAllBytes(),
                                                StandardCharsets.UTF_8)
                                        .length();
        assertThat(play.input("four").run("run", "-i", "busybox").code()).isEqualTo(4);
        assertThat(play.input("four").run("run", "busybox").code()).isZero();
    }

    @Test
    void saysWhenTheImageIsMissing() {
        Result result = play.run("run", "nosuch:image");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err())
                .startsWith(
                        "Unable to find image 'nosuch:image' locally\ndocker: Error response from daemon: pull access denied for nosuch")
                .endsWith("\n\nRun 'docker run --help' for more information\n");
        assertThat(play.run("create", "nosuch").err())
                .startsWith(
                        "Unable to find image 'nosuch:latest' locally\nError response from daemon: pull access denied for nosuch");
    }

    @ParameterizedTest
    @CsvSource({"127", "126", "125"})
    void saysWhyAProgramCouldNotStart(int code) {
        play.containers.program =
                _ -> {
                    throw new CooperException.StartFailed("exec: \"x\": no", code);
                };
        assertThat(play.run("run", "busybox", "x"))
                .isEqualTo(
                        new Result(
                                code,
                                "",
                                "docker: Error response from daemon: exec: \"x\": no\n\nRun 'docker run --help' for more information\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--network bridge | network bridge is not supported by Cooper: host or none",
                "-v data:/x | -v data:/x: there are no named volumes; a host path begins with / or with .",
                "-v /x | -v /x: only host paths can be mounted: HOST:TARGET[:ro]",
                "-v /tmp:/x:zz | invalid volume specification: '/tmp:/x:zz': invalid mode: zz",
                "-e =x | invalid environment variable: =x",
                "--env-file /nosuch | open /nosuch: no such file or directory",
                "--pull maybe | invalid pull option: 'maybe': must be one of \"always\", \"missing\" or \"never\"",
                "--isolation vm | unknown isolation \"vm\": oci, unshare, chroot or auto",
            })
    void refusesWhatCanNotBe(String option, String message) {
        String[] words = option.split(" ");
        assertThat(play.run("run", words[0], words[1], "busybox"))
                .isEqualTo(
                        new Result(
                                125,
                                "",
                                "docker: "
                                        + message
                                        + "\n\nRun 'docker run --help' for more information\n"));
    }

    @Test
    void optionsThatAreNotKnownAreComplainedOf() {
        assertThat(play.run("run", "-d", "busybox"))
                .isEqualTo(
                        new Result(
                                125,
                                "",
                                """
                                -d is not supported by Cooper: without a daemon, nobody would look after the container

                                Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

                                Run 'docker run --help' for more information
                                """));
        assertThat(play.run("run"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                """
                                docker: 'docker run' requires at least 1 argument

                                Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

                                See 'docker run --help' for more information
                                """));
    }

    @Test
    void signalsGoToTheProgramAndTheSecondKillsIt() {
        play.containers.program =
                _ -> {
                    play.signals.send(Signals.TERM);
                    play.signals.send(Signals.INT);
                    return 137;
                };
        assertThat(play.run("run", "--name", "c", "busybox").code()).isEqualTo(137);
        assertThat(play.containers.calls).containsExactly("start c", "signal c 15", "signal c 9");
    }

    @Test
    void aSignalThatNobodyTakesInterrupts() {
        play.containers.takesSignals = false;
        play.containers.program =
                _ -> {
                    play.signals.send(Signals.TERM);
                    Thread.sleep(60_000);
                    return 0;
                };
        assertThat(play.run("run", "busybox").code()).isEqualTo(143);
    }

    @Test
    void createsAndStarts() {
        assertThat(play.run("create", "--name", "c2", "rec:1").out())
                .isEqualTo(FakeContainers.id(1) + "\n");
        play.containers.program = _ -> 4;
        assertThat(play.run("start", "-a", "c2").code()).isEqualTo(4);
        assertThat(play.run("start", "c2").err()).contains("docker start -a c2");
        play.containers.program =
                _ -> {
                    throw new CooperException.StartFailed("no", 127);
                };
        assertThat(play.run("start", "-a", "c2"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "Error response from daemon: no\nError: failed to start containers: c2\n"));
    }

    @Test
    void lists() {
        play.images.add(1, 1, 1, Map.of(), "busybox");
        play.containers.add(
                1, "c1", "busybox", Status.EXITED, 3, "sh", "-c", "echo $X; pwd; exit 3");
        play.containers.add(2, "up", "busybox:latest", Status.RUNNING, 0, "/x");
        play.containers.add(3, "new", "moved:1", Status.CREATED, 0, "/x");
        assertThat(play.run("ps").out())
                .isEqualTo(
                        """
                        CONTAINER ID   IMAGE            COMMAND   CREATED         STATUS         PORTS     NAMES
                        %s   busybox:latest   "/x"      5 seconds ago   Up 5 seconds             up
                        """
                                .formatted(FakeContainers.id(2).substring(0, 12)));
        assertThat(play.run("ps", "-a").out())
                .contains(
                        "   busybox          \"sh -c 'echo $X; pwd\u2026\"   5 seconds ago   Exited (3) 3 seconds ago             c1\n")
                .contains(
                        "   "
                                + FakeImages.id(1).shortHex()
                                + "     \"/x\"                     5 seconds ago   Created                              new\n");
        assertThat(play.run("ps", "-aq", "--filter", "name=^c").out())
                .isEqualTo(FakeContainers.id(1).substring(0, 12) + "\n");
        String names = "{{.Names}} {{.State}} {{.Label \"a.b\"}}";
        assertThat(play.run("ps", "--filter", "status=exited", "--format", names).out())
                .isEqualTo("c1 exited c\n");
        assertThat(play.run("ps", "-n", "1", "--format", names).out()).isEqualTo("c1 exited c\n");
        assertThat(
                        play.run(
                                        "ps",
                                        "-a",
                                        "-f",
                                        "ancestor=busybox",
                                        "-f",
                                        "exited=3",
                                        "--format",
                                        names)
                                .out())
                .isEqualTo("c1 exited c\n");
        assertThat(play.run("ps", "-a", "-f", "label=a.b=d", "-q").out()).isEmpty();
        assertThat(play.run("ps", "-a", "--format", "table {{.Label \"a.b\"}}\\t{{.ID}}").out())
                .startsWith("b         CONTAINER ID\n");
        assertThat(play.run("container", "ls", "-f", "status=odd").code()).isEqualTo(1);
    }

    @Test
    void removesWhatItCan() {
        play.containers.add(1, "c1", "busybox", Status.EXITED, 0, "/x");
        assertThat(play.run("rm", "nosuch", "c1"))
                .isEqualTo(
                        new Result(
                                1,
                                "c1\n",
                                "Error response from daemon: No such container: nosuch\n"));
        assertThat(play.run("rm", "-f", "nosuch").code()).isZero();
    }

    @Test
    void tellsLogs() {
        play.containers.add(1, "c1", "busybox", Status.EXITED, 0, "/x");
        play.containers.log = "one\n!two\nthree\n";
        assertThat(play.run("logs", "c1")).isEqualTo(new Result(0, "one\nthree\n", "!two\n"));
        assertThat(play.run("logs", "--tail", "2", "c1"))
                .isEqualTo(new Result(0, "three\n", "!two\n"));
        assertThat(play.run("logs", "-f", "-n", "0", "c1")).isEqualTo(new Result(0, "", ""));
    }

    @Test
    void copies() {
        play.containers.add(1, "c", "busybox", Status.EXITED, 0, "/x");
        play.run("cp", "c:/out", "./o");
        play.run("cp", "-L", "c:/out", "dir/");
        play.run("cp", "./a:b", "c:/new");
        play.input("tar").run("cp", "-", "c:/in");
        assertThat(play.run("cp", "c:/out", "-").out()).isEqualTo("tar");
        assertThat(play.containers.calls)
                .containsExactly(
                        "out c /out ./o", "out c /out dir/. L", "in ./a:b c /new", "in tar c /in");
        assertThat(play.run("cp", "c:/a", "d:/b").err())
                .isEqualTo("copying between containers is not supported\n");
        assertThat(play.run("cp", "a", "b").err())
                .isEqualTo("must specify at least one container source\n");
    }

    @Test
    void inspects() {
        play.containers.add(1, "c1", "busybox", Status.EXITED, 3, "sh", "-c", "exit 3");
        assertThat(
                        play.run(
                                        "inspect",
                                        "c1",
                                        "--format",
                                        "{{.State.ExitCode}} {{.State.Status}} {{.Path}} {{.Args}} {{.Name}} {{.HostConfig.NetworkMode}}")
                                .out())
                .isEqualTo("3 exited sh [-c exit 3] /c1 host\n");
        assertThat(play.run("container", "inspect", "nosuch"))
                .isEqualTo(
                        new Result(
                                1,
                                "[]\n",
                                "Error response from daemon: No such container: nosuch\n"));
    }

    @Test
    void waitsStopsAndKills() {
        play.containers.add(1, "c1", "busybox", Status.EXITED, 3, "/x");
        play.containers.add(2, "up", "busybox", Status.RUNNING, 0, "/x");
        assertThat(play.run("wait", "c1").out()).isEqualTo("3\n");
        assertThat(play.run("stop", "c1").out()).isEqualTo("c1\n");
        assertThat(play.run("stop", "up").err()).contains("is run by another docker");
        assertThat(play.run("kill", "c1").err()).contains("is not running");
    }
}
