// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dockerfiles that mean harm: each is built, or refused in words, by a process with 256 MB of
/// heap.
class BadDockerfileTests {
    private static final int MANY = 10_000;

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

    private Result build() {
        Command command = cooper.command("build", "-q", "-t", "image", context.toString());
        return command.env("COOPER_JAVA_OPTS", "-Xmx256m").run();
    }

    private Result build(String dockerfile) {
        context.file("Dockerfile", dockerfile);
        return build();
    }

    private void refused(String dockerfile, String why) {
        refused(build(dockerfile), why);
    }

    private static void refused(Result result, String why) {
        assertThat(result.exits(1).err())
                .contains(why)
                .doesNotContain("Exception")
                .doesNotContain("OutOfMemory");
        assertThat(result.err().length()).isLessThan(20_000);
    }

    private static String each(int times, String format) {
        return IntStream.range(0, times)
                .mapToObj(i -> format.formatted(i))
                .collect(Collectors.joining());
    }

    private static String label(String name) {
        return cooper.ok("inspect", "-f", "{{.Config.Labels." + name + "}}", "image").text();
    }

    @Test
    void aFileOfAHundredMebibytes() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(context.path("Dockerfile").toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        refused(build(), "larger than 16 MiB");
    }

    @Test
    void aMillionLines() {
        build("FROM scratch\n" + "# comment\n".repeat(1_000_000) + "LABEL a=1\n").ok();
        assertThat(label("a")).isEqualTo("1");
        refused(
                "FROM scratch\n" + "LABEL a=1\n".repeat(1_000_000),
                "more than 250000 instructions");
        refused(
                "FROM scratch\nLABEL a=1 \\\n" + "b=2 \\\n".repeat(1_000_000),
                "instruction longer than 1048576 characters");
        refused("FROM scratch\n" + "LABEL a=1\n".repeat(100_000), "would be larger than 4 MB");
    }

    @Test
    void manyStages() {
        build(
                        "FROM scratch AS s0\n"
                                + IntStream.range(0, MANY)
                                        .mapToObj("FROM s%1$d AS t%1$d\nFROM t%1$d"::formatted)
                                        .map(line ->
                                                line
                                                        + " AS s"
                                                        + (Integer.parseInt(
                                                                        line.substring(
                                                                                line.lastIndexOf(
                                                                                                't')
                                                                                        + 1))
                                                                + 1)
                                                        + "\nLABEL a=1\n")
                                        .collect(Collectors.joining()))
                .ok();
        assertThat(label("a")).isEqualTo("1");
        assertThat(cooper.ok("history", "-q", "image").out().lines()).hasSize(MANY);
    }

    @Test
    void manyVariables() {
        build("FROM scratch\n" + each(MANY, "ENV V%d=x\n") + "LABEL a=$V7\n").ok();
        assertThat(label("a")).isEqualTo("x");
        refused(
                "FROM busybox\n" + each(3_000, "ENV V%d=x\n") + each(1_000, "RUN echo %d\n"),
                "more than 1000000 variables");
    }

    @Test
    void expansionBombs() {
        refused(
                "FROM scratch\nENV A=xxxxxxxx\n" + "ENV A=$A$A\n".repeat(60),
                "expand to more than 1048576 characters");
        refused(
                "FROM scratch\nENV A=xxxxxxxx\n"
                        + "ENV A=$A$A\n".repeat(16)
                        + each(3_000, "ENV B%d=$A\n"),
                "would be larger than 4 MB");
        refused(
                "FROM scratch\nLABEL a=" + "${a:-".repeat(10_000) + "\n",
                "nested more than 200 deep");
        refused(
                "FROM scratch\nENV A="
                        + "a".repeat(50_000)
                        + "\nLABEL a=${A//"
                        + "*a".repeat(5_000)
                        + "b/x}\n",
                "a pattern takes too long");
        refused(
                "FROM scratch\n" + "EXPOSE 0-65535/tcp 0-65535/udp\n".repeat(100),
                "would be larger than 4 MB");
    }

    @Test
    void hereDocuments() {
        refused("FROM scratch\nCOPY <<A <<B /\n" + "x\n".repeat(500_000), "unterminated heredoc");
        build("FROM scratch\nCOPY <<EOF /f\n" + ("x".repeat(99) + "\n").repeat(100_000) + "EOF\n")
                .ok();
        assertThat(cooper.ok("history", "-H=false", "--format", "{{.Size}}", "image").text())
                .isEqualTo("10000000");
        build("FROM scratch\nCOPY " + each(3_000, "<<E%d ") + "/t/\n" + each(3_000, "E%d\n")).ok();
    }

    @Test
    void patternsThatTakeLongElsewhere() {
        String name = "a".repeat(250);
        context.file(name, "x")
                .file(
                        ".dockerignore",
                        ("*a".repeat(100) + "b\n").repeat(50) + "**/".repeat(2_000) + "b\n");
        build(
                        "FROM scratch\nCOPY --exclude="
                                + "*a".repeat(100)
                                + "b . /t\nCOPY "
                                + "*a".repeat(100)
                                + "b /u/\n")
                .ok();
        assertThat(
                        cooper.ok("history", "--format", "{{.Size}}", "image")
                                .text()
                                .lines()
                                .findFirst())
                .contains("0B");
    }

    @Test
    void manyTriggers() {
        context.file("Dockerfile", "FROM scratch\n" + "ONBUILD LABEL a=1\n".repeat(MANY));
        cooper.command("build", "-q", "-t", "triggers", context.toString())
                .env("COOPER_JAVA_OPTS", "-Xmx256m")
                .run()
                .ok();
        build("FROM triggers\n").ok();
        assertThat(label("a")).isEqualTo("1");
    }

    /// What is copied was in the file at one time, or the build says that it wouldn't hold still.
    @Test
    void aFileThatGrows() throws Exception {
        context.file("Dockerfile", "FROM scratch\nCOPY grows /f\n")
                .file("grows", "x".repeat(1 << 20));
        AtomicBoolean done = new AtomicBoolean();
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                try {
                                    Files.writeString(
                                            context.path("grows"),
                                            "x".repeat(1000),
                                            StandardOpenOption.APPEND);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        });
        try {
            for (int i = 0; i < 3; i++) {
                Result result = build();
                if (result.exitCode() != 0) {
                    refused(result, "changed while it was being read");
                }
            }
        } finally {
            done.set(true);
            writer.join();
        }
    }

    @Test
    void ownersOfAHostileImage() {
        // A name that can't be looked up is one that nobody knows: root's.
        for (String passwd :
                List.of(
                        "truncate -s 1G /etc/passwd",
                        "mkfifo /etc/passwd",
                        "ln -s /dev/zero /etc/passwd")) {
            build(
                            "FROM busybox\nRUN rm /etc/passwd && "
                                    + passwd
                                    + "\nCOPY --chown=me Dockerfile /t/\n")
                    .ok();
        }
    }
}
