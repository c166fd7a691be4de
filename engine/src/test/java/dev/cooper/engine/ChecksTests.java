// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTests {
    private static final String CASING =
            "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)";

    @TempDir Path temp;
    private Cooper cooper;
    private final List<BuildEvent> events = new ArrayList<>();

    @BeforeEach
    void open() {
        cooper = Cooper.open(temp.resolve("store"));
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    private BuildRequest.Builder text(String dockerfile) {
        return BuildRequest.of(new BuildContext.Empty())
                .dockerfile(new DockerfileSource.Text(dockerfile.getBytes(UTF_8), "Dockerfile"))
                .events(events::add);
    }

    private List<CheckWarning> found() {
        return events.stream()
                .filter(BuildEvent.Found.class::isInstance)
                .map(each -> ((BuildEvent.Found) each).warning())
                .toList();
    }

    @Test
    void aReportHasEverythingThatIsKnownOfAWarning() throws InterruptedException {
        CheckReport report = cooper.check(text("FROM scratch as a\nLABEL \\\n  a b\n").create());
        assertThat(report.warnings()).extracting(CheckWarning::summary).first().isEqualTo(CASING);
        assertThat(report.warnings().getLast())
                .isEqualTo(
                        new CheckWarning(
                                "LegacyKeyValueFormat",
                                "Legacy key/value format with whitespace separator should not be"
                                        + " used",
                                "https://docs.docker.com/go/dockerfile/rule/legacy-key-value-format/",
                                "\"LABEL key=value\" should be used instead of legacy \"LABEL key"
                                        + " value\" format",
                                new LineRange(2, 3),
                                """
                                Dockerfile:2
                                --------------------
                                   1 |     FROM scratch as a
                                   2 | >>> LABEL \\
                                   3 | >>>   a b
                                   4 |    \s
                                --------------------\
                                """));
        assertThat(report.mistake()).isEmpty();
        assertThat(report.isClean()).isFalse();
        assertThat(report.text()).startsWith("Check complete, 2 warnings have been found!\n");
        assertThat(report.json()).startsWith("{\n  \"warnings\": [\n").endsWith("}\n");
        assertThat(events).isEmpty();
        assertThat(cooper.images().list()).isEmpty();
    }

    @Test
    void aMistakeIsPartOfTheReport() throws InterruptedException {
        CheckReport report = cooper.check(text("FROM scratch as a\nRUNN x\n").create());
        assertThat(report.warnings()).hasSize(1);
        assertThat(report.mistake().orElseThrow().message())
                .contains("unknown instruction: RUNN (did you mean RUN?)");
        assertThat(report.mistake().orElseThrow().excerpt()).startsWith("Dockerfile:2\n");
        assertThat(cooper.check(text("FROM scratch\n").create()))
                .isEqualTo(
                        new CheckReport(
                                List.of(),
                                java.util.Optional.empty(),
                                "Check complete, no warnings found.\n",
                                cooper.check(text("FROM scratch\n").create()).json()));
    }

    @Test
    void foldersAreKnownByTheirPathsAndTheirIgnoreFiles() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("context"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY hidden /\n");
        Files.writeString(folder.resolve(".dockerignore"), "hidden\n");
        CheckReport report = cooper.check(BuildRequest.of(folder).create());
        assertThat(report.warnings())
                .extracting(CheckWarning::rule)
                .containsExactly("CopyIgnoredFile");
        assertThat(report.warnings().getFirst().excerpt()).startsWith(folder + "/Dockerfile:2\n");
        assertThatThrownBy(() -> cooper.check(BuildRequest.of(temp.resolve("nowhere")).create()))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("not found");
    }

    @Test
    void otherPlatformsAndNamedContextsCount() throws IOException, InterruptedException {
        CheckReport report =
                cooper.check(
                        text("FROM --platform=$TARGETPLATFORM box AS a\nENV A=$MAYBE\n")
                                .platform(dev.cooper.oci.Platform.parse("linux/riscv64"))
                                .namedContext("docker.io/library/box:latest", temp.toString())
                                .create());
        assertThat(report.warnings())
                .extracting(CheckWarning::rule)
                .containsExactly("RedundantTargetPlatform");
        assertThat(report.mistake()).isEmpty();
    }

    @Test
    void outlineAndTargets() throws InterruptedException {
        String file =
                """
                ARG V=1
                # one is the first
                FROM scratch AS one
                # V of it
                ARG V
                RUN --mount=type=secret,id=token,required=true --mount=type=ssh true
                FROM --platform=linux/amd64 one
                """;
        BuildOutline outline = cooper.outline(text(file).target("one").create());
        assertThat(outline.name()).isEqualTo("one");
        assertThat(outline.description()).isEqualTo("is the first");
        assertThat(outline.arguments())
                .extracting(BuildOutline.Argument::name, BuildOutline.Argument::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("V", "1"));
        assertThat(outline.secrets())
                .containsExactly(new BuildOutline.Loan("token", true, new LineRange(6, 6)));
        assertThat(outline.agents())
                .containsExactly(new BuildOutline.Loan("default", false, new LineRange(6, 6)));
        assertThat(outline.text()).contains("BUILD ARG", "SECRET");
        assertThat(outline.json()).contains("\"secrets\"").endsWith("}\n");

        BuildTargets targets = cooper.targets(text(file).create());
        assertThat(targets.targets())
                .containsExactly(
                        new BuildTargets.Target(
                                "one", false, "is the first", "scratch", "", new LineRange(3, 3)),
                        new BuildTargets.Target(
                                "", true, "", "one", "linux/amd64", new LineRange(7, 7)));
        assertThat(targets.text()).startsWith("TARGET");
        assertThat(targets.json()).startsWith("{\n  \"targets\": [").endsWith("}\n");

        assertThatThrownBy(() -> cooper.outline(text(file).target("on").create()))
                .isInstanceOf(CooperException.BuildFailed.class)
                .hasMessageContaining("did you mean one?");
        assertThatThrownBy(() -> cooper.targets(text("FROM\n").create()))
                .isInstanceOf(CooperException.BuildFailed.class);
    }

    @Test
    void aBuildTellsWhatItFoundWhileItLoadsTheFile() throws InterruptedException {
        cooper.build(text("FROM scratch as a\nCMD x\n").create());
        assertThat(found())
                .extracting(CheckWarning::rule)
                .containsExactly("FromAsCasing", "JSONArgsRecommended");
        assertThat(events)
                .first()
                .isEqualTo(
                        new BuildEvent.Started(
                                1, "[internal] load build definition from Dockerfile"));
        BuildEvent last =
                events.stream().filter(BuildEvent.Found.class::isInstance).toList().getLast();
        BuildEvent end =
                events.stream()
                        .filter(each ->
                                each instanceof BuildEvent.Done(int step, _, _) && step == 1)
                        .findFirst()
                        .orElseThrow();
        assertThat(events).containsSubsequence(last, end);
        assertThat(events.getLast()).isInstanceOf(BuildEvent.Built.class);
    }

    @Test
    void warningsComeBeforeTheMistakeThatEndsTheBuild() {
        assertThatThrownBy(() -> cooper.build(text("FROM scratch as a\nRUNN\n").create()))
                .isInstanceOf(CooperException.BuildFailed.class)
                .hasMessageContaining("unknown instruction");
        assertThat(found()).extracting(CheckWarning::summary).containsExactly(CASING);
        events.clear();
        assertThatThrownBy(() -> cooper.build(text("FROM scratch as a\nFROM nothere\n").create()))
                .isInstanceOf(CooperException.BuildFailed.class);
        assertThat(found()).extracting(CheckWarning::summary).containsExactly(CASING);
    }

    @Test
    void warningsThatAreErrorsFailTheBuildBeforeAnythingRuns() {
        String file = "# check=error=true\nFROM scratch as a\nCOPY nothere /\n";
        assertThatThrownBy(() -> cooper.build(text(file).create()))
                .isInstanceOfSatisfying(
                        CooperException.BuildFailed.class,
                        e -> {
                            assertThat(e)
                                    .hasMessage("lint violation found for rules: FromAsCasing");
                            assertThat(e.excerpt()).startsWith("Dockerfile:1\n");
                        });
        assertThat(found()).hasSize(1);
        assertThat(events)
                .filteredOn(BuildEvent.Started.class::isInstance)
                .allSatisfy(each -> assertThat(each.toString()).contains("[internal] load"));
        assertThatThrownBy(() ->
                        cooper.build(
                                text("FROM scratch as a\n")
                                        .buildArgument("BUILDKIT_DOCKERFILE_CHECK", "error=true")
                                        .create()))
                .hasMessage("lint violation found for rules: FromAsCasing");
        assertThatThrownBy(() -> cooper.build(text("# check=skipp=all\nFROM scratch\n").create()))
                .isInstanceOf(CooperException.BuildFailed.class)
                .hasMessageContaining("invalid check option \"skipp\"");
    }

    @Test
    void skippedWarningsFailNothing() throws InterruptedException {
        cooper.build(
                text("# check=skip=FromAsCasing;error=true\nFROM scratch as a\nCMD [\"x\"]\n")
                        .create());
        assertThat(found()).isEmpty();
    }
}
