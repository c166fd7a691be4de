// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stages: how they are named, which of them are built, what they inherit.
@Tag("once")
class StageTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void emptyContext() {
        context = Context.in(here);
    }

    @Test
    void byNameByIndexAndByImage() {
        context.dockerfile("FROM scratch", "COPY from /image", "LABEL of=image")
                .file("from", "image");
        cooper.build(context, "-t", "other:1");
        context.dockerfile(
                "FROM busybox",
                "RUN echo zero > /zero",
                "FROM busybox AS Named",
                "RUN echo one > /one",
                "FROM busybox",
                "COPY --from=0 /zero /",
                "COPY --from=named /one /",
                "COPY --from=NAMED /one /capitals",
                "COPY --from=other:1 /image /");
        cooper.build(context, "-t", "stages");
        assertThat(cooper.shell("stages", "cat /zero /one /capitals /image"))
                .isEqualTo("zero\none\none\nimage");
    }

    @Test
    void aStageGoesOnFromAnother() {
        context.dockerfile(
                "FROM busybox AS base",
                "ARG INHERITED=arg",
                "ENV E=env",
                "WORKDIR /w",
                "RUN echo base > base",
                "LABEL l=1",
                "USER 33",
                "FROM base AS middle",
                "USER 0",
                "RUN echo $INHERITED $E > middle",
                "FROM middle",
                "RUN cat base middle > last");
        cooper.build(context, "-t", "chain");
        assertThat(cooper.shell("chain", "pwd; cat last")).isEqualTo("/w\nbase\narg env");
        assertThat(
                        cooper.ok(
                                        "inspect",
                                        "-f",
                                        "{{json .Config.Labels}} {{.Config.User}}",
                                        "chain")
                                .text())
                .isEqualTo("{\"l\":\"1\"} 0");
    }

    @Test
    void onlyWhatTheTargetNeedsIsBuilt() {
        context.dockerfile(
                "FROM busybox AS broken",
                "RUN exit 1",
                "FROM busybox AS used",
                "RUN echo used > /used",
                "FROM no-such-image AS unused",
                "RUN true",
                "FROM broken",
                "COPY nosuchfile /",
                "FROM scratch AS last",
                "COPY --from=used /used /");
        BuildLog log = cooper.build(context, "-t", "needed");
        assertThat(log.steps().keySet())
                .contains("[used 2/2] RUN echo used > /used")
                .noneMatch(each -> each.contains("broken") || each.contains("unused"));
        assertThat(cooper.ok("inspect", "-f", "{{len .RootFS.Layers}}", "needed").text())
                .isEqualTo("1");
    }

    @Test
    void targets() {
        context.dockerfile(
                "FROM busybox AS first",
                "LABEL is=first",
                "FROM busybox AS second",
                "LABEL is=second",
                "FROM busybox",
                "LABEL is=last");
        String is = "{{.Config.Labels.is}}";
        cooper.build(context, "-t", "t1", "--target", "first");
        cooper.build(context, "-t", "t2", "--target", "SECOND");
        cooper.build(context, "-t", "t3");
        assertThat(cooper.ok("inspect", "-f", is, "t1", "t2", "t3").out())
                .isEqualTo("first\nsecond\nlast\n");
    }

    @Test
    void argumentsBeforeTheFirstStage() {
        context.dockerfile(
                "ARG BASE=busybox",
                "ARG TAG=latest",
                "ARG GREETING=hello",
                "FROM ${BASE}:${TAG} AS one",
                "ARG GREETING",
                "RUN echo \"$GREETING\" > /greeting; echo \"${BASE-unset}\" >> /greeting",
                "FROM one");
        cooper.build(context, "-t", "args");
        assertThat(cooper.shell("args", "cat /greeting")).isEqualTo("hello\nunset");
        cooper.build(
                context, "-t", "args", "--build-arg", "GREETING=hi", "--build-arg", "TAG=latest");
        assertThat(cooper.shell("args", "cat /greeting")).isEqualTo("hi\nunset");
    }

    @Test
    void thePlatformIsTheHosts() {
        context.dockerfile(
                "FROM --platform=$BUILDPLATFORM busybox",
                "ARG TARGETPLATFORM TARGETOS TARGETARCH BUILDPLATFORM",
                "RUN echo $TARGETPLATFORM $TARGETOS/$TARGETARCH $BUILDPLATFORM > /platforms");
        cooper.build(context, "-t", "platform");
        String host = cooper.ok("version", "-f", "{{.Server.Os}}/{{.Server.Arch}}").text();
        assertThat(cooper.shell("platform", "cat /platforms"))
                .isEqualTo(String.join(" ", host, host, host));
        cooper.build(context, "--platform", host);
    }

    @Test
    void anEmptyImageHasAPathAndAFolder() {
        context.dockerfile("FROM scratch");
        cooper.build(context, "-t", "empty");
        assertThat(
                        cooper.ok(
                                        "inspect",
                                        "-f",
                                        "{{json .Config.Env}} {{.Config.WorkingDir}} {{len .RootFS.Layers}}",
                                        "empty")
                                .text())
                .isEqualTo(
                        "[\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"] / 0");
    }

    @Test
    void aFileThatGoesRoundByTwoStages() {
        context.file("in", "round\n")
                .dockerfile(
                        "FROM busybox AS a",
                        "COPY in /x",
                        "FROM a AS b",
                        "RUN rm /x",
                        "COPY --from=a /x /y",
                        "FROM b",
                        "COPY --from=b /y /z",
                        "RUN [ ! -e /x ] && rm /y");
        cooper.build(context, "-t", "round");
        assertThat(cooper.shell("round", "cat /z; ls /x /y 2>/dev/null || echo gone"))
                .isEqualTo("round\ngone");
    }

    @Test
    void theDockerfileMayLieElsewhereAndComeByStandardInput() {
        Context other = Context.in(here.resolve("other")).file("Mine", "FROM busybox\nCOPY f /f\n");
        Context files =
                Context.in(here.resolve("files"))
                        .file("f", "content")
                        .file("sub/Named", "FROM busybox\nCOPY f /f\n");
        cooper.build(files, "-t", "elsewhere", "-f", other.path("Mine").toString());
        assertThat(cooper.shell("elsewhere", "cat /f")).isEqualTo("content");
        cooper.command("build", "-t", "named", "-f", "sub/Named", ".")
                .in(files.folder())
                .run()
                .ok();
        cooper.command("build", "-t", "stdin", "-f", "-", files.toString())
                .input("FROM busybox\nCOPY f /g\n")
                .run()
                .ok();
        assertThat(cooper.shell("stdin", "cat /g")).isEqualTo("content");
        cooper.command("build", "-t", "nocontext", "-")
                .input("FROM busybox\nRUN echo alone > /h\n")
                .run()
                .ok();
        assertThat(cooper.shell("nocontext", "cat /h")).isEqualTo("alone");
        files.file("dockerfile", "FROM busybox\nCOPY f /lower\n");
        cooper.build(files, "-t", "lower");
        assertThat(cooper.shell("lower", "cat /lower")).isEqualTo("content");
    }

    @Test
    void aTarAsTheContext() {
        Context packed =
                Context.in(here.resolve("packed"))
                        .file("f", "packed")
                        .dockerfile("FROM busybox", "COPY f /f")
                        .shell("tar -cf ../plain.tar . && gzip -k ../plain.tar");
        for (String each : new String[] {"plain.tar", "plain.tar.gz"}) {
            String tar = packed.folder().resolveSibling(each).toString();
            Command.of(
                            "sh",
                            "-euc",
                            "\"$0\" build -t tar - < \"$1\"",
                            Project.launcher().toString(),
                            tar)
                    .env("COOPER_ROOT", cooper.store().toString())
                    .run()
                    .ok();
            assertThat(cooper.shell("tar", "cat /f")).isEqualTo("packed");
        }
    }
}
