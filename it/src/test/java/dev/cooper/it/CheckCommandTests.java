// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `build --check`, `--call`, and the warnings of ordinary builds.
@Tag("once")
class CheckCommandTests {
    private static final String REPORT =
            """
            Check complete, 2 warnings have been found!

            WARNING: FromAsCasing - https://docs.docker.com/go/dockerfile/rule/from-as-casing/
            'as' and 'FROM' keywords' casing do not match
            PATH:1
            --------------------
               1 | >>> FROM busybox as base
               2 |     RUN true
               3 |     CMD serve --now
            --------------------

            WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/
            JSON arguments recommended for CMD to prevent unintended behavior related to OS signals
            PATH:3
            --------------------
               1 |     FROM busybox as base
               2 |     RUN true
               3 | >>> CMD serve --now
               4 |    \s
            --------------------
            """;

    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void contextWithTwoWarnings() {
        context =
                Context.in(here.resolve("ctx"))
                        .dockerfile("FROM busybox as base", "RUN true", "CMD serve --now");
    }

    private Result in(Path directory, String... arguments) {
        return cooper.command(arguments).in(directory).run();
    }

    private static String report(String path) {
        return REPORT.replace("PATH", path);
    }

    @Test
    void aReportGoesToStandardOutput() {
        Result result = in(here, "build", "--check", "ctx").exits(1);
        assertThat(result.out()).isEqualTo(report("ctx/Dockerfile"));
        assertThat(result.err()).isEmpty();
        assertThat(in(context.folder(), "buildx", "build", "--check", ".").exits(1).out())
                .isEqualTo(report("Dockerfile"));
        assertThat(in(here, "build", "--call=check,ignorestatus=true", "ctx").ok().out())
                .isEqualTo(report("ctx/Dockerfile"));
        context.dockerfile("FROM scratch");
        assertThat(in(here, "build", "--check", "ctx").ok().out())
                .isEqualTo("Check complete, no warnings found.\n");
    }

    @Test
    void nothingIsBuilt() {
        context.dockerfile("FROM busybox AS one", "RUN exit 7", "COPY nothere /");
        in(here, "build", "--check", "-t", "checked", "ctx").ok();
        assertThat(cooper.ok("images", "-q", "checked").out()).isEmpty();
    }

    @Test
    void everyKindOfContextIsRead() {
        context.file("other/Dockerfile.x", "FROM busybox as base\nRUN true\nCMD serve --now\n")
                .shell("tar cf ../ctx.tar Dockerfile other");
        assertThat(in(here, "build", "--check", "-f", "ctx/other/Dockerfile.x", "ctx").out())
                .isEqualTo(report("ctx/other/Dockerfile.x"));
        Command shell = Command.of("sh", "-euc").in(here).env("COOPER_ROOT", cooper.store() + "");
        String build = String.join(" ", cooper.command("build", "--check").words());
        assertThat(shell.with(build + " - <ctx/Dockerfile").run().exits(1).out())
                .isEqualTo(report("Dockerfile"));
        assertThat(shell.with(build + " -f - ctx <ctx/Dockerfile").run().exits(1).out())
                .isEqualTo(report("Dockerfile"));
        assertThat(shell.with(build + " - <ctx.tar").run().exits(1).out())
                .isEqualTo(report("Dockerfile"));
        assertThat(shell.with(build + " -f other/Dockerfile.x - <ctx.tar").run().exits(1).out())
                .isEqualTo(report("Dockerfile.x"));
        assertThat(in(here, "build", "--check", "nowhere").exits(1).err())
                .isEqualTo("ERROR: unable to prepare context: path \"nowhere\" not found\n");
    }

    @Test
    void whatIgnoreFilesHideIsSeen() {
        context.file(".dockerignore", "hidden\n").dockerfile("FROM scratch", "COPY hidden /");
        assertThat(in(here, "build", "--check", "ctx").exits(1).out())
                .contains(
                        "WARNING: CopyIgnoredFile - https://docs.docker.com/go/dockerfile/rule/copy-ignored-file/\n"
                                + "Attempting to Copy file \"hidden\" that is excluded by .dockerignore\n");
    }

    @Test
    void aMistakeGoesToStandardError() {
        context.dockerfile("FROM busybox as base", "RUNN true");
        Result result = in(here, "build", "--check", "ctx").exits(1);
        assertThat(result.out())
                .startsWith("Check complete, 1 warning has been found!\n")
                .endsWith("--------------------\n\n");
        assertThat(result.err())
                .isEqualTo(
                        """
                        ERROR: dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)
                        ctx/Dockerfile:2
                        --------------------
                           1 |     FROM busybox as base
                           2 | >>> RUNN true
                           3 |    \s
                        --------------------
                        """);
        Result json = in(here, "build", "--call=check,format=json", "ctx").exits(1);
        assertThat(json.out()).startsWith("{\n").contains("\"buildError\": {").endsWith("}\n");
        assertThat(json.err()).isEqualTo(result.err());
        assertThat(in(here, "build", "--check", "--target", "bas", "ctx").exits(1).err())
                .startsWith("ERROR: ");
    }

    @Test
    void jsonNamesRulesAndLines() {
        context.dockerfile("FROM scratch as a");
        assertThat(in(here, "build", "--call=check,format=json", "ctx").exits(1).out())
                .isEqualTo(
                        """
                        {
                          "warnings": [
                            {
                              "ruleName": "FromAsCasing",
                              "description": "The 'as' keyword should match the case of the 'from' keyword",
                              "url": "https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
                              "detail": "'as' and 'FROM' keywords' casing do not match",
                              "location": {
                                "ranges": [
                                  {
                                    "start": {
                                      "line": 1
                                    },
                                    "end": {
                                      "line": 1
                                    }
                                  }
                                ]
                              }
                            }
                          ],
                          "sources": [
                            {
                              "filename": "Dockerfile",
                              "data": "RlJPTSBzY3JhdGNoIGFzIGEK",
                              "language": "Dockerfile"
                            }
                          ]
                        }
                        """);
    }

    @Test
    void outlineAndTargets() {
        context.dockerfile(
                "# V of the tool",
                "ARG V=1",
                "# one is the first",
                "FROM busybox AS one",
                "ARG V",
                "RUN --mount=type=secret,id=token,required=true true",
                "FROM one",
                "CMD [\"sh\"]");
        assertThat(in(here, "build", "--call=outline", "--target=one", "ctx").ok().out())
                .isEqualTo(
                        """
                        TARGET:      one
                        DESCRIPTION: is the first

                        BUILD ARG   VALUE   DESCRIPTION
                        V           1       of the tool

                        SECRET   REQUIRED
                        token    true

                        """);
        assertThat(in(here, "build", "--call=targets", "ctx").ok().out())
                .isEqualTo(
                        """
                        TARGET    DESCRIPTION
                        one       is the first
                        (default)\s
                        """);
        assertThat(in(here, "build", "--call=targets,format=json", "ctx").ok().out())
                .contains("\"name\": \"one\"", "\"default\": true");
        Result wrong = in(here, "build", "--call=outline", "--target=on", "ctx").exits(1);
        assertThat(wrong.err())
                .isEqualTo(
                        "ERROR: failed to solve: target stage \"on\" could not be found (did you mean one?)\n");
        assertThat(in(here, "build", "--call=outlines", "ctx").exits(1).err())
                .isEqualTo(
                        "ERROR: unknown call \"outlines\" (one of build, check, outline, targets)\n");
    }

    @Test
    void buildsListWarningsAtTheirEnd() {
        BuildLog log = cooper.build(context);
        assertThat(log.step("load build definition from Dockerfile"))
                .containsExactly(
                        "transferring dockerfile: 46B done",
                        "WARN: FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)",
                        "WARN: JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 3)",
                        "DONE 0.0s");
        assertThat(log.rest())
                .isEqualTo(
                        """

                         2 warnings found (use cooper --debug to expand):
                         - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)
                         - JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 3)
                        """);
        context.dockerfile("FROM busybox as base");
        assertThat(BuildLog.of(cooper.tryToBuild(context, "-D").ok().err()).rest())
                .isEqualTo(
                        """

                         1 warning found:
                         - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)
                        The 'as' keyword should match the case of the 'from' keyword
                        More info: https://docs.docker.com/go/dockerfile/rule/from-as-casing/
                        Dockerfile:1
                        --------------------
                           1 | >>> FROM busybox as base
                           2 |    \s
                        --------------------

                        """);
        assertThat(in(here, "build", "-q", "ctx").ok().err()).isEmpty();
    }

    @Test
    void warningsThatAreErrorsFailTheBuild() {
        context.dockerfile("# check=error=true", "FROM busybox as base", "RUN exit 7");
        Result result = cooper.tryToBuild(context, "-t", "strict").exits(1);
        assertThat(result.err())
                .doesNotContain("RUN exit 7:")
                .endsWith(
                        """

                         1 warning found (use cooper --debug to expand):
                         - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 2)
                        Dockerfile:1
                        --------------------
                           1 | >>> # check=error=true
                           2 |     FROM busybox as base
                           3 |     RUN exit 7
                        --------------------
                        ERROR: failed to solve: lint violation found for rules: FromAsCasing
                        """);
        assertThat(
                        in(
                                        here,
                                        "build",
                                        "--build-arg=BUILDKIT_DOCKERFILE_CHECK=skip=all",
                                        "--check",
                                        "ctx")
                                .ok()
                                .out())
                .isEqualTo("Check complete, no warnings found.\n");
    }
}
