// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `build` prints where, and how it ends, by docker's own answers.
class BuildCommandTests {
    private static final String BASE = "FROM docker.io/library/busybox:latest";

    @TempDir private static Path folder;
    private static Recorded recorded;

    @BeforeAll
    static void store() {
        recorded = Recorded.in(folder);
    }

    @Test
    void plainProgress() {
        Result first = recorded.ok("build", "--progress=plain", "--no-cache", "-t", "rec:1", "ok");
        assertThat(first.out()).isEmpty();
        BuildLog log = BuildLog.of(first.err());
        assertThat(log.rest()).isEmpty();
        String id = recorded.ok("images", "-q", "--no-trunc", "rec:1").text();
        List<String> done = List.of("DONE 0.0s");
        assertThat(log.steps())
                .contains(
                        entry("[build 1/4] " + BASE, done),
                        entry("[build 2/4] WORKDIR /w", done),
                        entry("[build 3/4] COPY a.txt .", done),
                        entry("[stage-1 1/1] COPY --from=build /w/out /bin/busybox /", done),
                        entry(
                                "exporting to image",
                                List.of(
                                        "exporting layers done",
                                        "writing image " + id + " done",
                                        "naming to docker.io/library/rec:1 done",
                                        "DONE 0.0s")))
                .hasEntrySatisfying(
                        "[internal] load build definition from Dockerfile",
                        lines ->
                                assertThat(lines)
                                        .containsExactly(
                                                "transferring dockerfile: 253B done", "DONE 0.0s"))
                .hasEntrySatisfying(
                        "[build 4/4] RUN echo \"hello world\" > out && ls -l",
                        lines ->
                                assertThat(lines)
                                        .hasSize(4)
                                        .startsWith("0.000 total 8")
                                        .anyMatch(each ->
                                                each.matches("0\\.000 -rw-r--r-- .* 2 .* a\\.txt"))
                                        .anyMatch(each ->
                                                each.matches("0\\.000 -rw-r--r-- .* 12 .* out"))
                                        .endsWith("DONE 0.0s"))
                .containsKey("[internal] load build context");
        assertThat(log.steps().keySet())
                .startsWith("[internal] load build definition from Dockerfile")
                .endsWith("exporting to image");

        BuildLog second =
                BuildLog.of(recorded.ok("build", "--progress=plain", "-t", "rec:1", "ok").err());
        assertThat(second.steps().keySet())
                .containsExactlyInAnyOrderElementsOf(log.steps().keySet());
        assertThat(second.steps())
                .contains(
                        entry("[build 1/4] " + BASE, done),
                        entry("[build 2/4] WORKDIR /w", List.of("CACHED")),
                        entry("[build 3/4] COPY a.txt .", List.of("CACHED")),
                        entry(
                                "[build 4/4] RUN echo \"hello world\" > out && ls -l",
                                List.of("CACHED")),
                        entry(
                                "[stage-1 1/1] COPY --from=build /w/out /bin/busybox /",
                                List.of("CACHED")));
        // An unchanged rebuild keeps the image's id.
        assertThat(second.step("exporting to image")).contains("writing image " + id + " done");
    }

    @Test
    void withoutATerminalProgressIsPlain() {
        Result plain = recorded.ok("build", "ok");
        assertThat(plain.err()).startsWith("#0 building with \"default\" instance using ");
        assertThat(plain.err()).doesNotContain("\u001b", "\r");
        assertThat(recorded.ok("build", "--progress=auto", "ok").err()).startsWith("#0 building");
    }

    @Test
    void quietPrintsTheIdAlone() {
        Result quiet = recorded.ok("build", "-q", "-t", "quiet", "ok");
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.out())
                .isEqualTo(recorded.ok("images", "-q", "--no-trunc", "quiet").out())
                .matches("sha256:[0-9a-f]{64}\n");
        Result progress = recorded.ok("build", "--progress=quiet", "ok");
        assertThat(progress.err()).isEmpty();
        assertThat(progress.out()).isEqualTo(quiet.out());
    }

    @Test
    void quietStillTellsWhatFailed() {
        Result failed = recorded.run("build", "-q", "fail").exits(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .contains("Dockerfile:2\n")
                .endsWith(
                        "ERROR: failed to solve: process \"/bin/sh -c echo one && echo two >&2 && exit 7\""
                                + " did not complete successfully: exit code: 7\n");
    }

    @Test
    void severalNamesAndAnIdFile() throws IOException {
        Path file = folder.resolve("iid");
        Result built =
                recorded.ok(
                        "build",
                        "-t",
                        "one",
                        "-t",
                        "docker.io/me/two:v2",
                        "--iidfile",
                        file.toString(),
                        "ok");
        String id = recorded.ok("images", "-q", "--no-trunc", "one").text();
        // No line end: scripts take the file as it is.
        assertThat(Files.readString(file)).isEqualTo(id);
        assertThat(recorded.ok("images", "-q", "--no-trunc", "me/two:v2").text()).isEqualTo(id);
        assertThat(BuildLog.of(built.err()).step("exporting to image"))
                .contains(
                        "naming to docker.io/library/one:latest done",
                        "naming to docker.io/me/two:v2 done");
    }

    @Test
    void anIdFileThatCannotBeWritten() {
        String file = folder + "/no/such/iid";
        assertThat(recorded.run("build", "--iidfile", file, "ok").exits(1).err())
                .contains("ERROR: ")
                .contains(file)
                .doesNotContain("Exception");
    }

    @Test
    void aFailedBuildWritesNoIdFile() {
        Path file = folder.resolve("none");
        recorded.run("build", "--iidfile", file.toString(), "fail").exits(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void buildArgumentsAndLabels() {
        recorded.ok(
                "build",
                "-t",
                "arg",
                "--build-arg",
                "WHO=Ada",
                "--label",
                "a=1",
                "--label",
                "org.example.title=mine",
                "ok");
        assertThat(recorded.ok("run", "--rm", "arg").out()).isEqualTo("hello Ada\n");
        assertThat(recorded.ok("inspect", "-f", "{{json .Config.Labels}}", "arg").text())
                .isEqualTo("{\"a\":\"1\",\"org.example.title\":\"mine\"}");
        // A name alone takes the caller's value, or nothing where the caller has none.
        recorded.cooper()
                .command(
                        "build", "-t", "arg", "--build-arg", "WHO", folder.resolve("ok").toString())
                .env("WHO", "Grace")
                .run()
                .ok();
        assertThat(recorded.ok("run", "--rm", "arg").out()).isEqualTo("hello Grace\n");
        recorded.ok("build", "-t", "arg", "--build-arg", "WHO", "ok");
        assertThat(recorded.ok("run", "--rm", "arg").out()).isEqualTo("hello world\n");
    }

    @Test
    void anArgumentThatNothingTakesIsWarnedOf() {
        Result built = recorded.ok("build", "--build-arg", "NOBODY=1", "ok");
        assertThat(built.err()).contains(" - One or more build-args [NOBODY] were not consumed");
    }

    @Test
    void aFailingStep() {
        BuildLog log =
                BuildLog.of(recorded.run("build", "--progress=plain", "fail").exits(1).err());
        String message =
                "process \"/bin/sh -c echo one && echo two >&2 && exit 7\" did not complete"
                        + " successfully: exit code: 7";
        assertThat(log.step("[2/3] RUN echo one && echo two >&2 && exit 7"))
                .containsExactlyInAnyOrder("0.000 one", "0.000 two", "ERROR: " + message);
        assertThat(log.steps()).doesNotContainKey("[3/3] RUN echo never");
        assertThat(log.rest().replaceAll("(?m)^\\d+\\.\\d{3} ", "0.000 "))
                .matches(
                        """
                        ------
                         > \\[2/3\\] RUN echo one && echo two >&2 && exit 7:
                        0.000 (one|two)
                        0.000 (one|two)
                        ------
                        (?s:.*)\
                        """)
                .endsWith(
                        """
                        ------
                        Dockerfile:2
                        --------------------
                           1 |     FROM busybox
                           2 | >>> RUN echo one && echo two >&2 && exit 7
                           3 |     RUN echo never
                           4 |    \s
                        --------------------
                        ERROR: failed to solve: %s
                        """
                                .formatted(message));
    }

    @Test
    void timesInTheEndOfALogAreThoseOfTheLog() {
        Result failed = recorded.run("build", "--progress=plain", "--no-cache", "fail").exits(1);
        List<String> shown =
                failed.err()
                        .lines()
                        .filter(each -> each.matches("#\\d+ [\\d.]+ (one|two)"))
                        .toList();
        List<String> again =
                failed.err().lines().filter(each -> each.matches("[\\d.]+ (one|two)")).toList();
        assertThat(shown).hasSize(2);
        assertThat(shown.stream().map(each -> each.replaceFirst("#\\d+ ", "")))
                .containsExactlyElementsOf(again);
    }

    @Test
    void anUnknownInstruction() {
        BuildLog log =
                BuildLog.of(recorded.run("build", "--progress=plain", "typo").exits(1).err());
        assertThat(log.steps())
                .isEqualTo(
                        Map.of(
                                "[internal] load build definition from Dockerfile",
                                List.of("transferring dockerfile: 33B done", "DONE 0.0s")));
        assertThat(log.rest())
                .isEqualTo(
                        """
                        Dockerfile:3
                        --------------------
                           1 |     FROM busybox
                           2 |     RUN true
                           3 | >>> COPPY a /b
                           4 |    \s
                        --------------------
                        ERROR: failed to solve: dockerfile parse error on line 3: unknown instruction: COPPY (did you mean COPY?)
                        """);
    }

    @Test
    void aMissingFileIsNamedWithoutInternals() {
        BuildLog log =
                BuildLog.of(recorded.run("build", "--progress=plain", "missing").exits(1).err());
        assertThat(log.step("COPY nothere /b")).containsExactly("ERROR: \"/nothere\": not found");
        assertThat(log.rest())
                .isEqualTo(
                        """
                        ------
                         > [2/2] COPY nothere /b:
                        ------
                        Dockerfile:2
                        --------------------
                           1 |     FROM busybox
                           2 | >>> COPY nothere /b
                           3 |    \s
                        --------------------
                        ERROR: failed to solve: "/nothere": not found
                        """);
    }

    @Test
    void aFileThatDockerignoreHidesIsSaidToBe() {
        BuildLog log = BuildLog.of(recorded.run("build", "--progress=plain", "ign").exits(1).err());
        assertThat(log.rest())
                .endsWith(
                        "ERROR: failed to solve: \"/hidden\": not found: excluded by .dockerignore"
                                + " line 1: hidden\n");
    }

    @Test
    void anUnknownStage() {
        BuildLog log = BuildLog.of(recorded.run("build", "--progress=plain", "unk").exits(1).err());
        assertThat(log.rest())
                .startsWith(
                        """
                        Dockerfile:2
                        --------------------
                           1 |     FROM busybox
                           2 | >>> COPY --from=nostage /x /b
                           3 |    \s
                        --------------------
                        ERROR: failed to solve: nostage: no stage of that name comes before, and no image docker.io/library/nostage:latest is in the store, and it can't be pulled: \
                        """);
    }

    @Test
    void anUnknownTarget() {
        BuildLog log =
                BuildLog.of(
                        recorded.run("build", "--progress=plain", "--target", "nope", "ok")
                                .exits(1)
                                .err());
        assertThat(log.steps())
                .containsOnlyKeys("[internal] load build definition from Dockerfile");
        assertThat(log.rest())
                .isEqualTo("ERROR: failed to solve: target stage \"nope\" could not be found\n");
        assertThat(recorded.run("build", "--target", "biuld", "ok").exits(1).err())
                .contains("target stage \"biuld\" could not be found (did you mean build?)");
    }

    @Test
    void aContextThatIsNotThere() {
        Result failed = recorded.run("build", "--progress=plain", "./nodir").exits(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .isEqualTo("ERROR: unable to prepare context: path \"./nodir\" not found\n");
    }

    @Test
    void noContextNamed() {
        Result failed = recorded.run("build").exits(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .isEqualTo(
                        """
                        ERROR: "cooper buildx build" requires exactly 1 argument.
                        See 'cooper buildx build --help'.

                        Usage:  cooper buildx build [OPTIONS] PATH | URL | -

                        Start a build
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "image build", "buildx build", "builder build"})
    void everyNameOfTheVerb(String words) {
        List<String> all = new java.util.ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("-q", "ok"));
        assertThat(recorded.ok(all.toArray(String[]::new)).out()).startsWith("sha256:");
    }

    @Test
    void anUnknownFlag() {
        Result failed = recorded.run("build", "--nosuch", "ok").exits(125);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).startsWith("unknown flag: --nosuch\n");
    }
}
