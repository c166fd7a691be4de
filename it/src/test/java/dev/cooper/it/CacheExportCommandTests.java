// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results of steps that travel from store to store in a folder.
@Tag("once")
class CacheExportCommandTests {
    @TempDir private Path folder;
    private Path context;
    private Cooper first;
    private Cooper second;

    @BeforeEach
    void stores() throws IOException {
        first = Cooper.on(folder.resolve("first")).withBase("busybox");
        second = Cooper.on(folder.resolve("second")).withBase("busybox");
        context = Files.createDirectory(folder.resolve("context"));
        Files.writeString(context.resolve("source"), "one\n");
        Files.writeString(
                context.resolve("Dockerfile"),
                """
                FROM busybox AS build
                COPY source .
                RUN --mount=type=cache,target=/shared cat source >> /shared/log; cp /shared/log out
                FROM scratch
                COPY --from=build out .
                """);
    }

    private String cache() {
        return folder.resolve("cache").toString();
    }

    private Result build(Cooper cooper, String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "build";
        words[1] = "--progress=plain";
        System.arraycopy(options, 0, words, 2, options.length);
        words[words.length - 2] = "-t=app";
        words[words.length - 1] = context.toString();
        return cooper.ok(words);
    }

    private static String id(Cooper cooper) {
        return cooper.ok("images", "-q", "--no-trunc", "app").text();
    }

    @Test
    void anEmptyStoreRunsNothingAgain() {
        build(first, "--cache-to", "type=local,mode=max,dest=" + cache());
        Result again =
                build(
                        second,
                        "--cache-from",
                        "type=local,src=" + cache(),
                        "--cache-to",
                        "type=local,mode=max,dest=" + folder.resolve("other"));
        assertThat(again.err().split("CACHED", -1)).hasSize(4);
        assertThat(id(second)).isEqualTo(id(first));

        Cooper third = Cooper.on(folder.resolve("third")).withBase("busybox");
        Result third3 = build(third, "--cache-from=type=local,src=" + folder.resolve("other"));
        assertThat(third3.err().split("CACHED", -1)).hasSize(4);
        assertThat(id(third)).isEqualTo(id(first));
    }

    @Test
    void withModeMinOnlyTheImagesOwnLayersTravel() throws IOException {
        build(first, "--cache-to", "type=local,dest=" + cache());
        Result again = build(second, "--cache-from", "type=local,src=" + cache());
        assertThat(again.err()).containsPattern("RUN [^\n]*\n#\\d+ DONE");
    }

    @Test
    void sharedFoldersTravelWhenAsked() throws IOException {
        build(first, "--cache-to", "type=local,mode=max,mounts=true,dest=" + cache());
        Files.writeString(context.resolve("source"), "two\n");
        build(second, "--cache-from", "type=local,src=" + cache(), "--no-cache-filter=build");
        Path tar = folder.resolve("app.tar");
        second.ok("create", "--name", "app", "app", "x");
        second.ok("cp", "app:/out", tar.toString());
        assertThat(tar).hasContent("one\ntwo\n");
    }

    @Test
    void aCacheThatIsNotThereIsDoneWithout() {
        Result built = build(first, "--cache-from", "type=local,src=" + cache());
        assertThat(built.err()).contains("importing cache manifest from " + cache(), "ERROR: ");
    }

    @Test
    void otherPlacesAreRefused() {
        assertThat(first.run("build", "--cache-from", "type=gha", context.toString()).err())
                .isEqualTo(
                        "ERROR: --cache-from: cache of type gha is not supported by Cooper: use type=registry, local or inline\n");
    }

    @Test
    void stagesRunAgainWhenTold() {
        build(first);
        Result again = build(first, "--no-cache-filter=stage-1,BUILD");
        assertThat(again.err()).contains("there is no stage \"stage-1\"");
        assertThat(again.err().split("CACHED", -1)).hasSizeLessThan(3);
    }
}
