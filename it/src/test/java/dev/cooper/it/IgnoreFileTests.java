// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `.dockerignore`: what is no part of the context.
@Tag("once")
class IgnoreFileTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void someContext() {
        context =
                Context.in(here)
                        .file("a.md", "")
                        .file("b.txt", "")
                        .file("src/main.c", "")
                        .file("src/notes.md", "")
                        .file("src/deep/er/x.o", "")
                        .file("node_modules/m/index.js", "")
                        .file("node_modules/m/README.md", "")
                        .dockerfile("FROM busybox", "COPY . /t");
    }

    private String copied(String... patterns) {
        context.file(".dockerignore", String.join("\n", patterns) + "\n");
        cooper.build(context, "-t", "ignored");
        return cooper.shell("ignored", "cd /t && find . -type f | sort | tr '\\n' ' '").strip();
    }

    @Test
    void patterns() {
        assertThat(
                        copied(
                                "# a comment",
                                "",
                                "*.md",
                                "node_modules",
                                "  /Dockerfile  ",
                                ".dockerignore"))
                .isEqualTo("./b.txt ./src/deep/er/x.o ./src/main.c ./src/notes.md");
        assertThat(copied("**/*.md", "**/deep", "node_modules/*/*.js", "Docker*", ".d*"))
                .isEqualTo("./b.txt ./src/main.c");
        assertThat(copied("?.txt", "./src/", "node_modules/", "Dockerfile", ".dockerignore"))
                .isEqualTo("./a.md");
    }

    @Test
    void exceptions() {
        assertThat(copied("*", "!src", "src/deep", "!src/deep/er/x.o"))
                .isEqualTo("./src/deep/er/x.o ./src/main.c ./src/notes.md");
        assertThat(
                        copied(
                                "**/*.md",
                                "!src/notes.md",
                                "Dockerfile",
                                ".dockerignore",
                                "node_modules"))
                .isEqualTo("./b.txt ./src/deep/er/x.o ./src/main.c ./src/notes.md");
        // The last pattern that matches has its way.
        assertThat(copied("*", "!*.md", "a.md", "!b.txt")).isEqualTo("./b.txt");
    }

    @Test
    void everythingLeftOut() {
        context.dockerfile("FROM busybox", "RUN mkdir /t", "COPY . /t/");
        assertThat(copied("**")).isEmpty();
    }

    @Test
    void aFileOfTheDockerfilesOwnComesFirst() {
        context.file("Other.dockerignore", "src\nnode_modules\nOther*\nDockerfile\n.dockerignore\n")
                .file("Other", "FROM busybox\nCOPY . /t\n")
                .file(".dockerignore", "*\n");
        cooper.build(context, "-t", "own", "-f", context.path("Other").toString());
        assertThat(cooper.shell("own", "cd /t && find . -type f | sort | tr '\\n' ' '").strip())
                .isEqualTo("./a.md ./b.txt");
    }

    @Test
    void whatIsIgnoredIsNoReasonToRunAStepAgain() {
        context.file(".dockerignore", "*.md\n");
        cooper.build(context, "-t", "first");
        context.file("a.md", "changed").file("new.md", "new");
        assertThat(cooper.build(context, "-t", "second").cached("COPY . /t")).isTrue();
        assertThat(cooper.ok("images", "-q", "first").text())
                .isEqualTo(cooper.ok("images", "-q", "second").text());
    }

    @Test
    void aPatternThatIsNone() {
        context.file(".dockerignore", "a\n!\n");
        assertThat(cooper.tryToBuild(context).exits(1).err())
                .contains(".dockerignore")
                .contains("illegal exclusion pattern: \"!\"")
                .doesNotContain("Exception");
        context.file(".dockerignore", "[a\n");
        assertThat(cooper.tryToBuild(context).exits(1).err())
                .contains("[a")
                .doesNotContain("Exception");
    }
}
