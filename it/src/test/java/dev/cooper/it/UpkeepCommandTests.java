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

/// What a store takes, and making room in it, by the real command.
@Tag("once")
class UpkeepCommandTests {
    private static final String MEGABYTE = "x".repeat(1_000_000);

    @TempDir private Path folder;
    private Cooper cooper;
    private Path context;

    @BeforeEach
    void build() throws IOException {
        cooper = Cooper.on(folder.resolve("store"));
        context = Files.createDirectory(folder.resolve("context"));
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM scratch AS one\nCOPY a /\nFROM scratch\nCOPY --from=one /a /b\n");
        Files.writeString(context.resolve("a"), MEGABYTE);
        cooper.ok("build", "-q", "-t", "app", context.toString());
    }

    @Test
    void whatATagNeedsIsKeptAndTheRestCanGo() throws IOException {
        assertThat(cooper.ok("system", "df").out())
                .containsPattern("Images +1 +0 +1MB +1MB \\(100%\\)\n")
                // Two steps, and perhaps the digests of what they read.
                .containsPattern("Build Cache +[23] +0 +1MB +1MB\n");
        assertThat(cooper.ok("builder", "prune", "-f").out()).endsWith("Total:\t1MB\n");
        assertThat(cooper.ok("system", "df").out())
                .containsPattern("Images +1 +0 +1MB +1MB \\(100%\\)\n")
                .containsPattern("Build Cache +1 +0 +0B +0B\n");
        cooper.ok("save", "-o", folder.resolve("app.tar").toString(), "app");

        assertThat(cooper.ok("system", "prune", "-af").out())
                .contains("untagged: app:latest\n")
                .endsWith("Total reclaimed space: 1MB\n");
        assertThat(folder.resolve("store/snapshots")).isEmptyDirectory();
        assertThat(folder.resolve("store/trash")).isEmptyDirectory();
    }

    @Test
    void danglingImagesGoAndContainersKeepTheirs() throws IOException {
        cooper.ok("create", "--name", "user", "app", "/x");
        Files.writeString(context.resolve("a"), "other");
        cooper.ok("build", "-q", "-t", "app", context.toString());
        assertThat(cooper.ok("image", "prune", "-f").out())
                .isEqualTo("Total reclaimed space: 0B\n");
        assertThat(cooper.ok("container", "prune", "-f").out()).startsWith("Deleted Containers:\n");
        assertThat(cooper.ok("image", "prune", "-f").out()).contains("deleted: sha256:");
        assertThat(cooper.ok("builder", "prune", "-f").out()).contains("Total:\t2MB\n");
    }

    @Test
    void aBuildKeepsTheCacheWithinItsBudget() throws IOException {
        Files.deleteIfExists(folder.resolve("store/upkeep/checked"));
        Files.writeString(context.resolve("a"), "other");
        cooper.command("build", "-q", "-t", "app", context.toString())
                .env("COOPER_GC_MAX_USED_SPACE", "1000")
                .env("COOPER_GC_RESERVED_SPACE", "1")
                .run()
                .ok();
        // What the old image has is shared with it, and stays.
        assertThat(cooper.ok("buildx", "du").out()).contains(" 1MB* ").doesNotContain(" 1MB  ");
        cooper.ok("save", "-o", folder.resolve("app.tar").toString(), "app");
    }
}
