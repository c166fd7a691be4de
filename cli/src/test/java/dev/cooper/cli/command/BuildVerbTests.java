// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.cli.console.Signals;
import dev.cooper.engine.BuildContext;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildResult;
import dev.cooper.engine.BuildSecret;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.DockerfileSource;
import dev.cooper.engine.Isolation;
import dev.cooper.engine.NetworkMode;
import dev.cooper.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildVerbTests {
    private final Play play = new Play();
    @TempDir Path folder;

    @Test
    void asksForEverythingThatWasSaid() {
        play.environment.put("FROM_ENV", "there");
        play.environment.put("SOURCE_DATE_EPOCH", "5");
        Result result =
                play.run(
                        "build",
                        "-t",
                        "a:1",
                        "-t",
                        "b",
                        "-f",
                        "x/Dockerfile.build",
                        "--target",
                        "t",
                        "--build-arg",
                        "A=1=2",
                        "--build-arg",
                        "FROM_ENV",
                        "--build-arg",
                        "UNSET",
                        "--label",
                        "k=v",
                        "--no-cache",
                        "--network=none",
                        "--jobs",
                        "3",
                        "--isolation",
                        "oci",
                        "--rm",
                        "--force-rm",
                        "--pull",
                        "--load",
                        "--platform",
                        Platform.host().toString(),
                        "--progress",
                        "plain",
                        folder.toString());
        assertThat(result).isEqualTo(new Result(0, "", ""));
        BuildRequest request = play.built();
        assertThat(request.context()).isEqualTo(new BuildContext.Folder(folder));
        assertThat(request.dockerfile())
                .isEqualTo(new DockerfileSource.At(Path.of("x/Dockerfile.build")));
        assertThat(request.tags())
                .containsExactly(FakeImages.reference("a:1"), FakeImages.reference("b"));
        assertThat(request.target()).contains("t");
        assertThat(request.buildArguments())
                .containsEntry("A", "1=2")
                .containsEntry("FROM_ENV", "there")
                .containsEntry("SOURCE_DATE_EPOCH", "5")
                .containsEntry("UNSET", null);
        assertThat(request.labels()).isEqualTo(Map.of("k", "v"));
        assertThat(request.noCache()).isTrue();
        assertThat(request.network()).isEqualTo(NetworkMode.NONE);
        assertThat(request.jobs()).isEqualTo(3);
        assertThat(request.isolation()).isEqualTo(Isolation.OCI);
        assertThat(request.platform()).contains(Platform.host());
    }

    @Test
    void printsTheIdWhenQuiet() throws IOException {
        Path file = folder.resolve("iid");
        play.build =
                request -> {
                    request.events().accept(new BuildEvent.Started(1, "step"));
                    return new BuildResult(Play.BUILT, request.tags(), 1, 0);
                };
        assertThat(play.run("buildx", "build", "-q", "--iidfile", file.toString(), "" + folder))
                .isEqualTo(new Result(0, Play.BUILT + "\n", ""));
        assertThat(file).hasContent(Play.BUILT.toString());
        assertThat(play.run("build", "--progress=quiet", "" + folder).out())
                .isEqualTo(Play.BUILT + "\n");
    }

    @Test
    void showsProgressOnStandardError() {
        play.build =
                request -> {
                    request.events().accept(new BuildEvent.Started(1, "[1/1] RUN true"));
                    request.events().accept(new BuildEvent.Done(1, false, Duration.ZERO));
                    return new BuildResult(Play.BUILT, request.tags(), 1, 0);
                };
        assertThat(play.run("build", "" + folder))
                .isEqualTo(
                        new Result(
                                0,
                                "",
                                "#0 building with \"default\" instance using cooper driver\n\n#1 [1/1] RUN true\n#1 DONE 0.0s\n"));
        assertThat(play.run("build", "--progress=tty", "" + folder).err())
                .startsWith("ERROR: failed to get console");
        assertThat(play.run("build", "--progress=odd", "" + folder).err())
                .isEqualTo("ERROR: invalid progress mode: odd\n");
        play.terminal = new Terminals(true);
        assertThat(play.run("build", "" + folder).err()).contains("[+] Building", "FINISHED");
        play.environment.put("TERM", "dumb");
        assertThat(play.run("build", "" + folder).err()).startsWith("#0 building");
    }

    @Test
    void readsADockerfileOrAContextFromStandardInput() throws IOException {
        play.input("FROM scratch\n").run("build", "-");
        assertThat(play.built().context()).isEqualTo(new BuildContext.Empty());
        assertThat(play.built().dockerfile())
                .isInstanceOfSatisfying(
                        DockerfileSource.Text.class,
                        text -> assertThat(text.bytes()).asString().isEqualTo("FROM scratch\n"));
        play.input("FROM scratch\n").run("build", "-f", "-", "" + folder);
        assertThat(play.built().context()).isEqualTo(new BuildContext.Folder(folder));
        assertThat(play.built().dockerfile()).isInstanceOf(DockerfileSource.Text.class);
        play.input = tarHeader();
        play.run("build", "-f", "sub/Dockerfile", "-");
        assertThat(play.built().context()).isInstanceOf(BuildContext.Tar.class);
        assertThat(play.built().dockerfile())
                .isEqualTo(new DockerfileSource.At(Path.of("sub/Dockerfile")));
        play.input = gzip(tarHeader());
        play.run("build", "-");
        assertThat(play.built().context()).isInstanceOf(BuildContext.Tar.class);
        assertThat(play.run("build", "-f", "-", "-").err())
                .contains("can't use stdin for both build context and dockerfile");
    }

    /// Of an empty file `Dockerfile`.
    private static byte[] tarHeader() {
        byte[] block = new byte[1536];
        put(block, 0, "Dockerfile");
        put(block, 100, "0000644\0");
        put(block, 124, "00000000000\0");
        put(block, 257, "ustar\00000");
        put(block, 148, "        ");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += block[i] & 0xff;
        }
        put(block, 148, "0" + Integer.toOctalString(sum) + "\0 ");
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void complainsAsDockerDoes() throws IOException {
        assertThat(play.run("build"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                """
                                ERROR: "docker buildx build" requires exactly 1 argument.
                                See 'docker buildx build --help'.

                                Usage:  docker buildx build [OPTIONS] PATH | URL | -

                                Start a build
                                """));
        assertThat(play.run("build", "./nodir"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "ERROR: unable to prepare context: path \"./nodir\" not found\n"));
        assertThat(play.run("build", "--nosuch", "."))
                .isEqualTo(
                        new Result(
                                125,
                                "",
                                "unknown flag: --nosuch\nSee 'docker buildx build --help'.\n"));
        assertThat(play.run("build", "-t", "Bad", "" + folder).err())
                .startsWith("ERROR: invalid tag \"Bad\": ")
                .contains("must be lowercase");
        assertThat(play.run("build", "--squash", ".").err())
                .startsWith("--squash is not supported by Cooper\n");
        assertThat(play.run("build", "--network", "bridge", "" + folder).err())
                .startsWith("ERROR: network bridge is not supported");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(play.run("build", "" + file).err()).contains("is not a folder");
    }

    @Test
    void takesContextsFromElsewhere() {
        play.run("build", "https://example.org/x.git#v1:sub");
        assertThat(play.built().context())
                .isEqualTo(new BuildContext.Remote("https://example.org/x.git#v1:sub"));
    }

    @Test
    void bringsThingsToSteps() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "t");
        play.environment.put("TOKEN", "from the environment");
        play.run(
                "build",
                "--secret",
                "id=file,src=" + file,
                "--secret",
                "id=TOKEN",
                "--secret=type=env,id=older,src=TOKEN",
                "--build-context",
                "extra=docker-image://alpine",
                "--add-host",
                "a:1.2.3.4",
                folder.toString());
        BuildRequest request = play.built();
        assertThat(request.secrets().keySet()).containsExactly("file", "TOKEN", "older");
        assertThat(request.secrets().get("file")).isEqualTo(new BuildSecret.File(file));
        assertThat(request.secrets().get("TOKEN"))
                .isInstanceOfSatisfying(
                        BuildSecret.Value.class,
                        value ->
                                assertThat(value.bytes())
                                        .isEqualTo(
                                                "from the environment"
                                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(request.secrets().toString()).doesNotContain("from the environment");
        assertThat(request.contexts()).containsEntry("extra", "docker-image://alpine");
        assertThat(request.extraHosts()).containsExactly("a:1.2.3.4");
    }

    @Test
    void explainsWhatItCanNotBring() {
        assertThat(play.run("build", "--secret", "src=x", "" + folder).err())
                .isEqualTo("ERROR: failed to parse secret: secret missing id\n");
        assertThat(play.run("build", "--secret", "id=a,nosuch=1", "" + folder).err())
                .contains("unexpected key 'nosuch' in 'nosuch=1'");
        assertThat(play.run("build", "--secret", "id=a,src=/no/such", "" + folder).err())
                .contains("failed to stat /no/such");
        assertThat(play.run("build", "--ssh", "default", "" + folder).err())
                .contains("make sure SSH_AUTH_SOCK is set");
        assertThat(play.run("build", "--build-context", "novalue", "" + folder).err())
                .contains("invalid context value: novalue");
    }

    @Test
    void tellsOfAFailedBuild() {
        play.build =
                _ -> {
                    throw new CooperException.BuildFailed("exit code: 7", "Dockerfile:2", "", null);
                };
        assertThat(play.run("build", "" + folder))
                .isEqualTo(
                        new Result(1, "", "Dockerfile:2\nERROR: failed to solve: exit code: 7\n"));
        play.build =
                _ -> {
                    throw new CooperException.SystemFailure("no space left on device", null);
                };
        assertThat(play.run("build", "" + folder))
                .isEqualTo(new Result(1, "", "ERROR: no space left on device\n"));
    }

    @Test
    void aSignalInterruptsTheBuild() {
        play.build =
                request -> {
                    play.signals.send(Signals.INT);
                    Thread.sleep(60_000);
                    return new BuildResult(Play.BUILT, List.of(), 0, 0);
                };
        assertThat(play.run("build", "" + folder))
                .isEqualTo(
                        new Result(
                                130, "", "ERROR: failed to solve: Canceled: context canceled\n"));
        assertThat(Thread.interrupted()).isFalse();
    }
}
