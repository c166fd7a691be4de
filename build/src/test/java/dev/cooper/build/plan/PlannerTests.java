// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.build.plan.BaseImages.BaseImage;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Tree;
import dev.cooper.build.step.Workplace;
import dev.cooper.build.tree.FileFilter;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import dev.cooper.posix.Dir;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxNetwork;
import dev.cooper.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTests {
    private static final Instant BASE_TIME = Instant.parse("2024-01-02T03:04:05Z");

    @TempDir Path temp;
    private SourceTree context;
    private final Map<String, @Nullable String> arguments = new HashMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private ContainerConfig base = ContainerConfig.EMPTY.withEnv("PATH", "/bin");
    private @Nullable String target;
    private Set<String> uncached = Set.of();
    private final Map<String, NamedContext> contexts = new TreeMap<>();

    @BeforeEach
    void open() throws Exception {
        context = new SourceTree(Dir.open(temp), FileFilter.ALL, false, null);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    /// Planning touches neither store nor sandbox.
    private static final Workplace NOWHERE =
            new Workplace() {
                @Override
                public Store store() {
                    throw new AssertionError("planning uses no store");
                }

                @Override
                public Sandbox sandbox() {
                    throw new AssertionError("planning runs nothing");
                }
            };

    private BaseImage image(String name) throws NoSuchBaseException {
        if (!name.startsWith("busybox")) {
            throw new NoSuchBaseException(name + ": no such image");
        }
        return new BaseImage(
                "docker.io/library/" + name + ":latest",
                new ImageConfig(
                        BASE_TIME,
                        null,
                        Platform.host(),
                        base,
                        List.of(
                                Digest.sha256(
                                        name.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                        List.of(new History(BASE_TIME, "base", null, null, false))));
    }

    @Test
    void stagesThatAreNotToBeCachedRunAnyway() throws Exception {
        uncached = Set.of("BUILD", "2", "nosuch");
        Plan plan =
                plan(
                        "FROM scratch AS base",
                        "RUN 1",
                        "FROM base AS build",
                        "RUN 2",
                        "FROM scratch",
                        "COPY --from=build /a /b");
        assertThat(plan.graph().vertices())
                .filteredOn(each -> !each.useCache())
                .extracting(Vertex::name)
                .contains("[build 1/1] RUN 2", "[stage-2 1/1] COPY --from=build /a /b")
                .doesNotContain("[base 1/1] RUN 1");
        assertThat(plan.warnings())
                .containsExactly("--no-cache-filter: there is no stage \"nosuch\"");
    }

    private Plan plan(String... lines) throws Exception {
        return Planner.plan(
                new PlanRequest(
                        Dockerfile.parse(String.join("\n", lines) + "\n"),
                        target,
                        arguments,
                        labels,
                        Platform.host(),
                        true,
                        uncached,
                        SandboxNetwork.HOST,
                        SourceDate.NONE,
                        context,
                        contexts,
                        NOWHERE,
                        this::image));
    }

    private static List<String> names(Plan plan) {
        return plan.graph().vertices().stream().map(Vertex::name).toList();
    }

    private static List<@Nullable String> history(Plan plan) {
        return plan.image().history().stream()
                .filter(step -> !step.inherited())
                .<@Nullable String>map(step -> step.entry().createdBy())
                .toList();
    }

    @Test
    void namesAndHistoryAreTheReferenceBuilders() throws Exception {
        Plan plan =
                plan(
                        "FROM busybox AS build",
                        "ARG WHO=world",
                        "ENV A=1 B=\"two words\"",
                        "WORKDIR /w",
                        "COPY a.txt .",
                        "RUN echo \"hello $WHO\" > out && ls -l",
                        "FROM scratch",
                        "LABEL org.example.title=\"rec\"",
                        "COPY --from=build /w/out /bin/busybox /",
                        "EXPOSE 80",
                        "USER 1000",
                        "CMD [\"/busybox\",\"cat\",\"/out\"]");
        assertThat(names(plan))
                .containsExactlyInAnyOrder(
                        "[build 1/4] FROM docker.io/library/busybox:latest",
                        "[build 2/4] WORKDIR /w",
                        "[internal] load build context",
                        "[build 3/4] COPY a.txt .",
                        "[build 4/4] RUN echo \"hello world\" > out && ls -l",
                        "FROM scratch",
                        "[stage-1 1/1] COPY --from=build /w/out /bin/busybox /");
        assertThat(history(plan))
                .containsExactly(
                        "LABEL org.example.title=rec",
                        "COPY /w/out /bin/busybox / # buildkit",
                        "EXPOSE map[80/tcp:{}]",
                        "USER 1000",
                        "CMD [\"/busybox\" \"cat\" \"/out\"]");
        ContainerConfig config = plan.image().config();
        assertThat(config.env())
                .containsExactly(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        assertThat(config.workingDir()).isEqualTo("/");
        assertThat(config.argsEscaped()).isTrue();
    }

    @Test
    void runsTellTheArgumentsInScopeInTheirHistory() throws Exception {
        arguments.put("B", "given");
        Plan plan =
                plan(
                        "ARG G=global",
                        "FROM busybox",
                        "ARG A=1",
                        "ARG B",
                        "ARG C",
                        "ARG G",
                        "RUN echo $A",
                        "RUN [\"ls\", \"-l\"]");
        assertThat(history(plan))
                .containsExactly(
                        "ARG A=1",
                        "ARG B=given",
                        "ARG C",
                        "ARG G=global",
                        "RUN |4 A=1 B=given C= G=global /bin/sh -c echo $A # buildkit",
                        "RUN |4 A=1 B=given C= G=global ls -l # buildkit");
    }

    @Test
    void anArgumentAfterAVariableIsWhatProgramsSee() throws Exception {
        Plan plan = plan("FROM busybox", "ENV X=1", "ARG X=2", "RUN true", "LABEL l=$X");
        Vertex<Tree> run = plan.graph().target();
        assertThat(run.op().detail()).contains("environment X=2");
        assertThat(plan.image().config().env("X")).isEqualTo("1");
        assertThat(plan.image().config().labels()).containsEntry("l", "2");
    }

    @Test
    void oneInstructionSeesTheVariablesBeforeIt() throws Exception {
        Plan plan = plan("FROM busybox", "ENV a=old", "ENV a=new b=$a");
        assertThat(plan.image().config().env("b")).isEqualTo("old");
        assertThat(history(plan)).contains("ENV a=new b=old");
    }

    @Test
    void proxiesReachProgramsAndNothingElse() throws Exception {
        Plan without = plan("FROM busybox", "RUN true");
        arguments.put("HTTP_PROXY", "http://secret@proxy");
        Plan with = plan("FROM busybox", "RUN true");
        assertThat(with.graph().target().op().definition())
                .isEqualTo(without.graph().target().op().definition());
        assertThat(with.graph().target().op().detail()).doesNotContain("secret");
        assertThat(history(with)).containsExactly("RUN /bin/sh -c true # buildkit");
    }

    @Test
    void onlyTheStagesThatTheTargetNeedsArePlanned() throws Exception {
        Plan plan =
                plan(
                        "FROM busybox AS a",
                        "RUN one",
                        "FROM nowhere AS unused",
                        "RUN two",
                        "FROM scratch",
                        "COPY --from=0 /x /");
        assertThat(names(plan)).noneMatch(name -> name.contains("two"));
        assertThat(plan.graph().target().sources()).hasSize(1);
    }

    @Test
    void aStageFromAStageGoesOnWhereThatEnded() throws Exception {
        Plan plan =
                plan(
                        "FROM busybox AS base",
                        "ENV A=1",
                        "SHELL [\"/bin/ash\", \"-c\"]",
                        "CMD [\"x\"]",
                        "ARG K=v",
                        "FROM base",
                        "RUN go",
                        "ENTRYPOINT [\"e\"]");
        assertThat(history(plan))
                .contains("ENV A=1", "RUN |1 K=v /bin/ash -c go # buildkit")
                .endsWith("ENTRYPOINT [\"e\"]");
        assertThat(plan.image().config().cmd()).isNull();
        assertThat(names(plan)).contains("[stage-1 1/1] RUN go");
    }

    @Test
    void triggersOfTheBaseComeFirstAndOnce() throws Exception {
        base = base.withOnBuild(List.of("ENV T=1", "RUN trigger"));
        Plan plan = plan("FROM busybox", "RUN own");
        assertThat(history(plan))
                .containsExactly(
                        "ENV T=1",
                        "RUN /bin/sh -c trigger # buildkit",
                        "RUN /bin/sh -c own # buildkit");
        assertThat(plan.image().config().onBuild()).isEmpty();
    }

    @Test
    void triggersOfAStageMayBringStages() throws Exception {
        Plan plan =
                plan(
                        "FROM busybox AS files",
                        "RUN make",
                        "FROM busybox AS base",
                        "ONBUILD COPY --from=files /x /x",
                        "FROM base",
                        "RUN use");
        assertThat(names(plan))
                .contains("[files 2/2] RUN make", "[stage-2 1/2] COPY --from=files /x /x");
        assertThat(history(plan)).contains("COPY /x /x # buildkit");
    }

    @Test
    void workingDirectoriesJoinAndClean() throws Exception {
        Plan plan = plan("FROM busybox", "WORKDIR a/b", "WORKDIR ../c/", "WORKDIR /", "RUN true");
        assertThat(history(plan)).startsWith("WORKDIR /a/b", "WORKDIR /a/c", "WORKDIR /");
        assertThat(plan.graph().target().op().detail()).contains("directory /\n");
    }

    @Test
    void destinationsKnowFolders() throws Exception {
        Plan plan =
                plan("FROM busybox", "WORKDIR /w", "COPY a b/", "COPY a .", "COPY a c", "COPY a /");
        List<String> details =
                plan.graph().vertices().stream().map(each -> each.op().detail()).toList();
        assertThat(String.join("", details))
                .contains(
                        "destination /w/b/\n",
                        "destination /w/\n",
                        "destination /w/c\n",
                        "destination /\n");
    }

    @Test
    void aNamedContextTakesTheWholePlaceOfAStage() throws Exception {
        contexts.put("build", new NamedContext.Image("busybox2"));
        Plan plan =
                plan(
                        "FROM nowhere AS build",
                        "RUN never",
                        "FROM scratch",
                        "COPY --from=build /x /");
        assertThat(names(plan))
                .contains("[build 1/1] FROM docker.io/library/busybox2:latest")
                .noneMatch(name -> name.contains("never"));
    }

    @Test
    void aNamedContextTakesThePlaceOfAnImage() throws Exception {
        contexts.put("docker.io/library/nowhere:latest", new NamedContext.Image("busybox"));
        contexts.put("files", new NamedContext.Files(context));
        Plan plan = plan("FROM nowhere", "COPY --from=files /x /");
        assertThat(names(plan))
                .contains("[1/2] FROM docker.io/library/busybox:latest", "[context files] load");
    }

    @Test
    void healthChecksAreToldAsGoWould() throws Exception {
        Plan plan =
                plan(
                        "FROM busybox",
                        "HEALTHCHECK --interval=90s --timeout=300ms --retries=3 CMD curl x");
        assertThat(history(plan))
                .containsExactly(
                        "HEALTHCHECK &{[\"CMD-SHELL\" \"curl x\"] \"1m30s\" \"300ms\" \"0s\" \"0s\""
                                + " '\\x03'}");
    }

    @Test
    void labelsOfTheCommandLineWin() throws Exception {
        labels.put("a", "outside");
        Plan plan = plan("FROM busybox", "LABEL a=inside b=kept");
        assertThat(plan.image().config().labels())
                .containsEntry("a", "outside")
                .containsEntry("b", "kept");
    }

    @Test
    void unusedArgumentsAreNoticed() throws Exception {
        arguments.put("TYPO", "x");
        arguments.put("HTTPS_PROXY", "p");
        assertThat(plan("FROM busybox").warnings())
                .containsExactly("One or more build-args [TYPO] were not consumed");
    }

    @Test
    void mistakesAreExplained() {
        assertPlanning("FROM busybox", "COPY --from=5 /x /").hasMessageContaining("stage 5");
        assertPlanning("FROM busybox AS build", "FROM scratch", "COPY --from=biuld /x /")
                .hasMessageContaining("did you mean the stage build?");
        assertPlanning("FROM $NOTHING").hasMessageContaining("should not be blank");
        assertPlanning("FROM busybox", "STOPSIGNAL nonsense")
                .hasMessageContaining("invalid signal: nonsense");
        assertPlanning("FROM busybox", "COPY --chmod=99 a b")
                .hasMessageContaining("invalid chmod parameter: '99'");
        target = "buidl";
        assertPlanning("FROM busybox AS build")
                .hasMessage("target stage \"buidl\" could not be found (did you mean build?)");
    }

    @Test
    void aLaterStageCantBeCopiedFrom() {
        target = "first";
        assertPlanning("FROM busybox AS first", "COPY --from=late /x /", "FROM busybox AS late")
                .hasMessageContaining("needs to be defined before current stage \"first\"");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertPlanning(String... lines) {
        return assertThatThrownBy(() -> plan(lines)).isInstanceOf(DockerfileException.class);
    }
}
