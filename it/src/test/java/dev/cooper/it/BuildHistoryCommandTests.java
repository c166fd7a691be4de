// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds that were, by the real command.
@Tag("once")
class BuildHistoryCommandTests {
    @TempDir private Path folder;
    private Path context;
    private Cooper cooper;

    @BeforeEach
    void store() throws IOException {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        context = Files.createDirectory(folder.resolve("context"));
    }

    private void dockerfile(String run) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), "FROM busybox\nRUN " + run + "\n");
    }

    @Test
    void theWholeLogIsKept() throws IOException {
        dockerfile(
                "i=0; while [ $i -lt 5000 ]; do echo \"line $i $(printf '%0100d' $i)\"; i=$((i+1)); done");
        cooper.ok("build", "-q", "-t", "app", context.toString());
        String log = cooper.ok("builds", "logs").out();
        assertThat(log.lines().filter(each -> each.contains(" line ")).count()).isEqualTo(5000);
        assertThat(cooper.ok("builds").out()).containsPattern("app:latest +Completed .* 1 +0\n");
        cooper.ok("build", "-q", "-t", "app", context.toString());
        assertThat(cooper.ok("builds", "show").out())
                .containsPattern("#\\d+ +Cached +0.0s +\\[2/2] RUN i=0")
                .contains("Steps:       1, 1 of them cached\n");
        assertThat(cooper.ok("buildx", "history", "ls", "-q").out()).hasLineCount(2);
        cooper.ok("builds", "rm", "--all");
        assertThat(cooper.ok("builds", "-q").out()).isEmpty();
    }

    @Test
    void aFailureIsRememberedWithItsOutput() throws IOException {
        dockerfile("echo one; echo two >&2; exit 3");
        cooper.run("build", "-q", context.toString()).exits(1);
        assertThat(cooper.ok("builds", "show").out())
                .contains("Status:      Error\n", "exit code: 3")
                .containsPattern("#\\d+ \\d\\.\\d{3} one\n")
                .containsPattern("#\\d+ \\d\\.\\d{3} two\n");
        assertThat(cooper.ok("builds", "logs", "--progress=rawjson").out())
                .contains("\"stream\":2,\"text\":\"two\"", "\"event\":\"failed\"");
    }

    @Test
    void aBuildThatWasKilledIsLost() throws Exception {
        dockerfile("echo begun; exec sleep 1000");
        Process build =
                cooper.command("build", "--progress=rawjson", context.toString())
                        .start(folder.resolve("out"), folder.resolve("err"));
        Path err = folder.resolve("err");
        while (!Files.readString(err).contains("\"begun\"")) {
            assertThat(build.isAlive()).isTrue();
            Thread.sleep(20);
        }
        assertThat(cooper.ok("builds").out()).contains(" Running ");
        build.destroyForcibly().waitFor();
        assertThat(cooper.ok("builds").out()).contains(" Lost ");
    }
}
