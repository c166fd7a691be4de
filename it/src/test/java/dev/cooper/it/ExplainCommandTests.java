// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Why steps run, as `build --explain` tells it.
@Tag("once")
class ExplainCommandTests {
    private static final String DOCKERFILE =
            """
            FROM busybox AS build
            ARG V=1
            COPY src /src
            RUN --mount=type=secret,id=token cat /src/* > /out
            FROM scratch
            COPY --from=build /out /
            """;

    @TempDir private Path folder;
    private Path context;
    private Path secret;
    private Cooper cooper;

    @BeforeEach
    void build() throws IOException {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        context = Files.createDirectory(folder.resolve("context"));
        Files.createDirectory(context.resolve("src"));
        Files.writeString(context.resolve("src/a.txt"), "a");
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        secret = Files.writeString(folder.resolve("token"), "hidden-value");
        assertThat(reasons())
                .containsExactly(
                        "[build 2/3] COPY src /src: no step like it has run before",
                        "[build 3/3] RUN --mount=type=secret,id=token cat /src/* > /out: no step like it has run before",
                        "[stage-1 1/1] COPY --from=build /out /: no step like it has run before");
    }

    private List<String> reasons(String... more) {
        List<String> words = new ArrayList<>(List.of("build", "-q", "--explain"));
        words.addAll(List.of(more));
        words.addAll(List.of("--secret", "id=token,src=" + secret, context.toString()));
        return cooper.ok(words.toArray(String[]::new)).err().lines().toList();
    }

    @Test
    void nothingRunsAndNothingIsTold() {
        assertThat(reasons()).isEmpty();
    }

    @Test
    void theFileThatChangedIsNamed() throws IOException {
        Files.writeString(context.resolve("src/a.txt"), "b");
        List<String> reasons = reasons();
        assertThat(reasons).hasSize(3);
        assertThat(reasons.get(0))
                .matches(
                        ".*: in the build context, src/a.txt has other content: sha256:[0-9a-f]{16}… before, sha256:[0-9a-f]{16}… now");
        assertThat(reasons.get(1))
                .endsWith(": the step before has another result: [build 2/3] COPY src /src");
        assertThat(reasons.get(2)).contains(" gives, out has other content: ");
    }

    @Test
    void aModeAndANewFileAreNamed() throws Exception {
        Files.setPosixFilePermissions(
                context.resolve("src/a.txt"), PosixFilePermissions.fromString("rwx------"));
        assertThat(reasons().getFirst())
                .endsWith("src/a.txt has another mode: 644 before, 700 now");
        Files.writeString(context.resolve("src/b.txt"), "b");
        assertThat(reasons().getFirst()).endsWith("in the build context, src/b.txt is new");
    }

    @Test
    void theArgumentIsNamedWithItsValues() {
        assertThat(reasons("--build-arg", "V=2"))
                .containsExactly(
                        "[build 3/3] RUN --mount=type=secret,id=token cat /src/* > /out: argument or variable V was \"1\" and is \"2\"");
    }

    @Test
    void aSecretIsNever() throws IOException {
        Files.writeString(secret, "other-value");
        assertThat(reasons()).isEmpty();
        Files.writeString(
                context.resolve("Dockerfile"),
                DOCKERFILE.replace("id=token", "id=token,mode=0444"));
        assertThat(String.join("\n", reasons("--build-arg=V=3"))).doesNotContain("value");
    }

    @Test
    void plainProgressTellsBesideTheStep() {
        assertThat(
                        cooper.ok(
                                        "build",
                                        "--progress=plain",
                                        "--explain",
                                        "--no-cache-filter=build",
                                        "--secret=id=token,src=" + secret,
                                        context.toString())
                                .err())
                .containsPattern("#\\d+ runs because it was told to run without the cache");
    }
}
