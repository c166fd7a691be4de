// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.CooperException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTests {
    private final Play play = new Play();

    @Test
    void globalOptionsStandAnywhereBeforeTheFirstArgument() {
        play.run("--root", "/a", "-D", "images", "--isolation", "oci");
        assertThat(play.opened).isEqualTo(new GlobalOptions("/a", "oci", true));
        play.run("--root=/a", "images", "--root", "/b");
        assertThat(play.opened).isEqualTo(new GlobalOptions("/b", null, false));
        play.run("--log-level", "error", "--context", "x", "images");
        assertThat(play.opened).isEqualTo(GlobalOptions.NONE);
    }

    @Test
    void theStoreIsWhereItIsSaidToBe() {
        GlobalOptions none = GlobalOptions.NONE;
        assertThat(new GlobalOptions("/r", null, false).root(Map.of("COOPER_ROOT", "/x"), "me"))
                .isEqualTo(Path.of("/r"));
        assertThat(none.root(Map.of("COOPER_ROOT", "/x"), "root")).isEqualTo(Path.of("/x"));
        assertThat(none.root(Map.of("HOME", "/root"), "root"))
                .isEqualTo(Path.of("/var/lib/cooper"));
        assertThat(none.root(Map.of("XDG_DATA_HOME", "/d", "HOME", "/h"), "me"))
                .isEqualTo(Path.of("/d/cooper"));
        assertThat(none.root(Map.of("XDG_DATA_HOME", "d", "HOME", "/h"), "me"))
                .isEqualTo(Path.of("/h/.local/share/cooper"));
    }

    @Test
    void verbsThatAreNotThereAreSaidSo() {
        assertThat(play.run("nosuch"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "docker: unknown command: docker nosuch\n\nRun 'docker --help' for more information\n"));
        play.program = "cooper";
        assertThat(play.run("imags").err())
                .isEqualTo(
                        "cooper: unknown command: cooper imags\n\nDid you mean this?\n\timage\n\timages\n\nRun 'cooper --help' for more information\n");
        assertThat(play.run("image", "nosuch").err())
                .startsWith("cooper: unknown command: cooper image nosuch\n");
        assertThat(play.run("--nosuch", "images"))
                .isEqualTo(new Result(125, "", "unknown flag: --nosuch\nSee 'cooper --help'.\n"));
        assertThat(play.run("-H", "tcp://x", "ps").err()).contains("there is no daemon");
    }

    @Test
    void helps() {
        assertThat(play.run().err()).startsWith("Usage:  docker [OPTIONS] COMMAND\n");
        assertThat(play.run("--help").out()).startsWith("Usage:  docker [OPTIONS] COMMAND\n");
        assertThat(play.run("help", "images").out()).startsWith("Usage:  docker images");
        assertThat(play.run("image", "--help").out()).startsWith("Usage:  docker image COMMAND\n");
        assertThat(play.run("manifest", "--help").out())
                .startsWith("Usage:  docker manifest COMMAND\n");
        assertThat(play.run("images", "--help").out())
                .isEqualTo(
                        """
                        Usage:  docker images [OPTIONS] [REPOSITORY[:TAG]]

                        List images

                        Aliases:
                          docker image ls, docker image list, docker images

                        Options:
                          -a, --all             Show all images (default hides intermediate images)
                              --digests         Show digests
                          -f, --filter filter   Filter output based on conditions provided
                              --format string   Format output: 'table', 'table TEMPLATE', 'json', or a Go template for each line
                              --no-trunc        Don't truncate output
                          -q, --quiet           Only show image IDs
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build", "cp", "create", "history", "images", "import", "info", "inspect", "kill",
                "logs", "ps", "rm", "rmi", "run", "save", "start", "stop", "tag", "version", "wait"
            })
    void everyVerbHelps(String verb) {
        Result result = play.run(verb, "--help");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("Usage:  docker ");
        assertThat(Verbs.create(verb, new Options()).description().summary()).isNotEmpty();
    }

    @Test
    void tellsItsVersion() throws IOException {
        assertThat(play.run("--version").out())
                .isEqualTo("Cooper version " + Version.NUMBER + "\n");
        assertThat(play.run("version").out()).startsWith("Client: Cooper\n Version:           ");
        assertThat(play.run("version", "-f", "{{.Server.Version}}").out())
                .isEqualTo(Version.NUMBER + "\n");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<version>" + Version.NUMBER + "</version>");
    }

    @Test
    void tellsOfTheSystem() {
        assertThat(play.run("info").out())
                .contains("\nServer:\n Containers: 3\n  Running: 1\n")
                .contains("\n Total Memory: 23.54GiB\n");
        assertThat(play.run("info", "-f", "{{.Driver}} {{.NCPU}}").out())
                .isEqualTo("overlayfs 2\n");
    }

    @Test
    void mistakesOfItsOwnAreToldWithoutATrace() {
        play.containers.program =
                _ -> {
                    throw new IllegalStateException("oops");
                };
        Result result = play.run("run", "busybox");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err())
                .startsWith(
                        "docker: internal error in Cooper: java.lang.IllegalStateException: oops")
                .doesNotContain("\tat ");
        assertThat(play.run("--debug", "run", "busybox").err()).contains("\tat ");
    }

    @Test
    void everyKindOfFailureHasItsWords() {
        assertThat(Errors.fromDaemon(new CooperException.NotFound("x")))
                .isEqualTo("Error response from daemon: x");
        assertThat(Errors.fromDaemon(new CooperException.Conflict("x")))
                .isEqualTo("Error response from daemon: x");
        assertThat(Errors.fromDaemon(new CooperException.InvalidInput("x")))
                .isEqualTo("Error response from daemon: x");
        assertThat(Errors.fromDaemon(new CooperException.SystemFailure("x", null)))
                .isEqualTo("Error: x");
    }

    @Test
    void countsArguments() {
        assertThat(play.run("tag", "x").err())
                .startsWith("docker: 'docker tag' requires 2 arguments\n");
        assertThat(play.run("ps", "x").err())
                .startsWith("docker: 'docker ps' accepts no arguments\n");
        assertThat(play.run("images", "x", "y").err())
                .startsWith("docker: 'docker images' requires at most 1 argument\n");
        assertThat(play.run("import").err())
                .startsWith(
                        "docker: 'docker import' requires at least 1 and at most 2 arguments\n");
    }
}
