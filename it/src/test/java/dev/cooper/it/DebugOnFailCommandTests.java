// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `build --debug-on-fail` finds where a step failed.
class DebugOnFailCommandTests {
    @TempDir private Path folder;
    private Path context;
    private Cooper cooper;

    @BeforeEach
    void context() throws IOException {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        context = Files.createDirectory(folder.resolve("context"));
        Files.writeString(context.resolve("input"), "from the context");
        Files.writeString(folder.resolve("token"), "lent");
        Files.writeString(
                context.resolve("Dockerfile"),
                """
                FROM busybox
                WORKDIR /work
                ENV SEEN=yes
                RUN --mount=type=bind,target=/context --mount=type=secret,id=token \\
                    --mount=type=cache,target=/shared \\
                    echo half > done; echo kept > /shared/kept; exit 3
                """);
    }

    private Result build(String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "build";
        words[1] = "--progress=plain";
        words[2] = "--secret=id=token,src=" + folder.resolve("token");
        System.arraycopy(options, 0, words, 3, options.length);
        words[words.length - 1] = context.toString();
        return cooper.run(words);
    }

    @Test
    void aCommandSeesAllThatTheStepSaw() {
        Result result =
                build(
                        "--debug-command",
                        "pwd; echo seen $SEEN; cat done /context/input /shared/kept /run/secrets/token; echo lost > more");
        result.exits(1);
        assertThat(result.err())
                .contains("/work\nseen yes\nhalf\nfrom the contextkept\nlent(ended with 0)\n")
                .contains("did not complete successfully: exit code: 3");
        assertThat(result.err().indexOf("(ended with 0)"))
                .isLessThan(result.err().lastIndexOf("ERROR: failed to solve"));
    }

    @Test
    void aBuildThatGoesWellOpensNothing() throws IOException {
        Files.writeString(context.resolve("Dockerfile"), "FROM busybox\nRUN true\n");
        assertThat(build("--debug-command", "echo here").ok().err()).doesNotContain("here");
    }

    @Test
    void aShellNeedsATerminal() {
        assertThat(build("--debug-on-fail").exits(1).err())
                .isEqualTo(
                        "ERROR: --debug-on-fail: there is no terminal; say what to run by --debug-command\n");
    }

    @Test
    void aFileSystemWithoutAShellSaysSo() throws IOException {
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM scratch\nCOPY input /bin/input\nRUN [\"/bin/input\"]\n");
        assertThat(build("--debug-command", "id").exits(1).err())
                .contains("cannot run /bin/sh -c id there");
    }
}
