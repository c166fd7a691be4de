// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can't be built or taken: one clear error, docker's exit code, and the store as it was.
@Tag("once")
class BadInputTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    private static Path good;
    private static String before = "";
    @TempDir private Path here;
    private Context context;
    private String last = "";

    @BeforeAll
    static void store() throws IOException {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        Context tree = Context.in(folder.resolve("tree"));
        // Nothing that compresses: a part of it must be more than one block of any compressor.
        tree.shell("head -c 700000 /dev/urandom > one; cp one two; tar -cf ../good.tar one two");
        good = folder.resolve("good.tar");
        // Drivers are tried once; what that leaves in the store is no matter here.
        cooper.ok("run", "--rm", "--network", "none", "busybox", "true");
    }

    private static String contents() {
        return Command.of(
                        "sh",
                        "-c",
                        "ls \"$0\"; ls \"$0\"/tmp 2>/dev/null; mount | grep -F \"$0\"",
                        cooper.store().toString())
                .run()
                .out();
    }

    @BeforeEach
    void look() {
        context = Context.in(here);
        before = contents();
    }

    @AfterAll
    static void noImageWasMadeAndNoContainer() {
        assertThat(cooper.ok("images", "-a", "--format", "{{.Repository}}").out())
                .isEqualTo("busybox\n");
        assertThat(cooper.ok("ps", "-aq").out()).isEmpty();
    }

    @AfterEach
    void theStoreIsAsItWas() {
        assertThat(contents()).isEqualTo(before);
    }

    /// The error that ends a build, of which there is one.
    private String failed(String... lines) {
        context.dockerfile(lines);
        Result result = cooper.tryToBuild(context, "-t", "never").exits(1);
        last = result.err();
        return error(result);
    }

    private static String error(Result result) {
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).doesNotContain("Exception", "\tat ", "java.", "dev.cooper");
        List<String> lines = result.err().lines().toList();
        List<String> errors = lines.stream().filter(each -> each.startsWith("ERROR: ")).toList();
        assertThat(errors).as(result.err()).hasSize(1);
        assertThat(lines.getLast()).isEqualTo(errors.getFirst());
        return errors.getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUUN true            | unknown instruction: RUUN (did you mean RUN?)",
                "FROM                 | ",
                "COPY onlyone         | ",
                "COPY --nosuch=1 a b  | nosuch",
                "ENV x                | ",
                "EXPOSE nine          | nine",
                "EXPOSE 70000         | 70000",
                "SHELL sh -c          | SHELL",
                "STOPSIGNAL NOSUCH    | NOSUCH",
                "HEALTHCHECK MAYBE    | MAYBE",
                "ONBUILD FROM x       | ONBUILD",
                "LABEL a              | ",
                "WORKDIR              | ",
                "COPY --chmod=9z a b  | 9z",
                "COPY --from=9 a b    | 9",
                "LABEL v=${x          | ",
            })
    void linesThatAreNone(String line, String said) {
        context.file("a", "a");
        String error = failed("FROM busybox", "RUN true", line);
        assertThat(error).startsWith("ERROR: failed to solve: ");
        if (said != null) {
            assertThat(error).contains(said);
        }
        assertThat(last)
                .contains("Dockerfile:3\n", "   1 |     FROM busybox\n", "   3 | >>> " + line);
    }

    @Test
    void dockerfilesThatAreNone() {
        assertThat(failed("# nothing")).contains("no instructions");
        assertThat(failed("RUN true")).contains("no build stage in current context");
        assertThat(failed("FROM busybox AS 9lives")).contains("9lives");
        assertThat(failed("FROM busybox", "RUN <<EOF", "never ended"))
                .contains("unterminated heredoc");
        assertThat(failed("FROM busybox", "# escape", "RUN " + "x".repeat(70_000)))
                .contains("dockerfile line greater than maximum allowed size");
        assertThat(failed("FROM b AS a", "FROM a AS b")).contains("b");
    }

    @Test
    void aDockerfileThatIsNotThere() {
        Result none = cooper.tryToBuild(context).exits(1);
        assertThat(error(none))
                .isEqualTo(
                        "ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory");
        Result named = cooper.tryToBuild(context, "-f", context.path("Other").toString()).exits(1);
        assertThat(error(named)).contains("Other: no such file or directory");
        context.file("dir/x", "");
        assertThat(error(cooper.tryToBuild(context, "-f", context.path("dir").toString()).exits(1)))
                .contains("is a directory");
    }

    @Test
    void contextsThatAreNone() throws IOException {
        Path file = Files.writeString(here.resolve("file"), "x");
        assertThat(error(cooper.run("build", file.toString()).exits(1)))
                .contains("unable to prepare context")
                .contains("file");
        assertThat(error(cooper.run("build", here + "/no/such").exits(1)))
                .isEqualTo(
                        "ERROR: unable to prepare context: path \""
                                + here
                                + "/no/such\" not found");
    }

    @Test
    void imagesThatAreNotThere() {
        assertThat(failed("FROM nosuch:tag")).contains("nosuch:tag");
        assertThat(last).contains("Dockerfile:1\n", ">>> FROM nosuch:tag");
        assertThat(failed("FROM UPPER/Case")).contains("UPPER/Case").contains("lowercase");
        assertThat(failed("ARG B", "FROM ${B}")).contains("base name (${B}) should not be blank");
        assertThat(failed("FROM --platform=plan9/mips busybox", "RUN true")).contains("plan9/mips");
    }

    @Test
    void filesThatAreNotThere() {
        context.file("src/main.c", "")
                .file("app.go", "")
                .file("hidden/secret", "")
                .file(".dockerignore", "hidden\n");
        assertThat(failed("FROM busybox", "COPY ap.go /"))
                .isEqualTo(
                        "ERROR: failed to solve: \"/ap.go\": not found (did you mean \"app.go\"?)");
        assertThat(failed("FROM busybox", "COPY src/mian.c /"))
                .contains("\"/src/mian.c\": not found (did you mean \"src/main.c\"?)");
        assertThat(failed("FROM busybox", "COPY app.go hidden/secret /x/"))
                .contains(
                        "\"/hidden/secret\": not found: excluded by .dockerignore line 1: hidden");
        assertThat(
                        failed(
                                "FROM busybox AS a",
                                "RUN true",
                                "FROM busybox",
                                "COPY --from=a /etc/paswd /"))
                .contains("/etc/paswd")
                .contains("not found");
        assertThat(failed("FROM busybox", "ADD nosuch.tar /"))
                .contains("\"/nosuch.tar\": not found");
        assertThat(failed("FROM busybox", "COPY app.go/x /")).contains("app.go/x");
    }

    @Test
    void stagesThatComeLater() {
        assertThat(failed("FROM busybox AS a", "COPY --from=b /x /", "FROM busybox AS b", "FROM a"))
                .contains(
                        "cannot copy from stage \"b\", it needs to be defined before current stage \"a\"");
    }

    @Test
    void aStepThatFails() {
        context.dockerfile(
                "FROM busybox", "RUN for i in $(seq 1 100); do echo line $i; done; exit 42");
        Result result = cooper.tryToBuild(context).exits(1);
        assertThat(error(result)).endsWith("did not complete successfully: exit code: 42");
        // The end of its log is repeated where one looks.
        String tail = result.err().substring(result.err().indexOf("\n------\n"));
        assertThat(
                        tail.lines()
                                .filter(each -> each.matches("\\d+\\.\\d+ line \\d+"))
                                .map(each -> each.replaceAll(".* ", "")))
                .endsWith("99", "100")
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(tail).contains("Dockerfile:2\n", ">>> RUN for i in");
        assertThat(failed("FROM busybox", "RUN [\"/no/such/program\"]"))
                .contains("/no/such/program");
        assertThat(failed("FROM scratch", "RUN true")).contains("/bin/sh");
        assertThat(failed("FROM busybox", "USER nosuchuser", "RUN true")).contains("nosuchuser");
        assertThat(failed("FROM busybox", "RUN sh -c 'kill -9 $$'; exit $?"))
                .contains("exit code: 137");
    }

    @Test
    void theOtherStepsEndWithIt() {
        context.dockerfile(
                "FROM busybox AS slow",
                "RUN sleep 1000",
                "FROM busybox AS broken",
                "RUN exit 3",
                "FROM scratch",
                "COPY --from=slow / /",
                "COPY --from=broken / /");
        assertThat(error(cooper.tryToBuild(context).exits(1))).endsWith("exit code: 3");
    }

    private Path damaged(String name, int length, int damage) throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        byte[] cut = Arrays.copyOf(bytes, Math.min(length, bytes.length));
        if (damage >= 0) {
            Arrays.fill(cut, damage, Math.min(cut.length, damage + 512), (byte) 'x');
        }
        return Files.write(here.resolve(name), cut);
    }

    @Test
    void archivesThatAreDamagedOrCutShort() throws IOException {
        List<Path> archives =
                List.of(
                        damaged("cut.tar", 40_000, -1),
                        damaged("header.tar", Integer.MAX_VALUE, 512 + 700_416),
                        damaged("none.tar", Integer.MAX_VALUE, 0));
        for (Path each : archives) {
            String name = each.getFileName().toString();
            Result imported = cooper.run("import", each.toString(), "never").exits(1);
            assertThat(imported.out()).isEmpty();
            assertThat(imported.err())
                    .as(name)
                    .startsWith("Error response from daemon: ")
                    .doesNotContain("Exception", "\tat ");
            assertThat(imported.err().lines().count()).isEqualTo(1);
            Result context =
                    Command.of(
                                    "sh",
                                    "-c",
                                    "exec \"$0\" build -t never - < \"$1\"",
                                    Project.launcher().toString(),
                                    each.toString())
                            .env("COOPER_ROOT", cooper.store().toString())
                            .run()
                            .exits(1);
            error(context);
        }
        // A damaged first header makes it no archive at all, and ADD copies what is none.
        context.dockerfile("FROM busybox", "ADD cut.tar /t/");
        assertThat(error(cooper.tryToBuild(context).exits(1))).contains("cut.tar");
        context.dockerfile("FROM busybox", "ADD header.tar /t/");
        assertThat(error(cooper.tryToBuild(context).exits(1))).contains("header.tar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "zstd -q", "busybox bzip2"})
    void packedOnesToo(String compressor) {
        context.shell(
                compressor
                        + " < "
                        + good
                        + " > whole; head -c $(($(stat -c %s whole) * 2 / 3)) whole > cut; rm whole");
        context.dockerfile("FROM busybox", "ADD cut /t/");
        assertThat(error(cooper.tryToBuild(context).exits(1)))
                .contains("cut: cannot unpack the archive: the ")
                .contains("data is damaged or cut short");
        Result imported = cooper.run("import", context.path("cut").toString(), "never").exits(1);
        assertThat(imported.err())
                .startsWith("Error response from daemon: ")
                .contains("data is damaged or cut short")
                .doesNotContain("Exception", "\tat ");
        assertThat(imported.err().lines().count()).isEqualTo(1);
    }

    @Test
    void whatHappensTwice() {
        context.file("a", "").dockerfile("FROM busybox", "COPY a /etc/passwd/x");
        String first = error(cooper.tryToBuild(context).exits(1));
        assertThat(first).contains("/etc/passwd");
        assertThat(error(cooper.tryToBuild(context).exits(1))).isEqualTo(first);
    }

    @Test
    void optionsThatAreNone() {
        assertThat(cooper.run("build", "--progress", "fancy", here.toString()).exits(1).err())
                .isEqualTo("ERROR: invalid progress mode: fancy\n");
        context.dockerfile("FROM busybox");
        assertThat(error(cooper.tryToBuild(context, "-t", "Not Good").exits(1)))
                .contains("Not Good");
        assertThat(error(cooper.tryToBuild(context, "--platform", "plan9/mips").exits(1)))
                .contains("plan9/mips");
        assertThat(error(cooper.tryToBuild(context, "--network", "nosuch").exits(1)))
                .contains("nosuch");
    }

    @Test
    void aStoreThatCannotBe() throws IOException {
        Path file = Files.writeString(here.resolve("plain"), "");
        Result asFile = cooper.run("--root", file.toString(), "images").exits(1);
        assertThat(asFile.err()).contains(file.toString()).doesNotContain("Exception", "\tat ");
        assertThat(asFile.err().lines().count()).isEqualTo(1);
        Context.in(here.resolve("full")).file("something", "");
        Result notOurs = cooper.run("--root", here.resolve("full").toString(), "images").exits(1);
        assertThat(notOurs.err()).contains("full").doesNotContain("Exception");
        assertThat(here.resolve("full")).isDirectoryNotContaining("glob:**/images");
    }
}
