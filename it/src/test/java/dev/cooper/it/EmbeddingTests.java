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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program of README.md, compiled and run as it stands there.
@Tag("once")
class EmbeddingTests {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    @TempDir private Path folder;

    @Test
    void theProgramOfTheReadme() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Project.root().resolve("README.md")));
        assertThat(block.find()).isTrue();
        String program = block.group(1);
        assertThat(block.find()).as("another program").isFalse();
        assertThat(program.lines().count()).isLessThanOrEqualTo(10);

        Context source = Context.in(folder.resolve("source")).file("Hello.java", program);
        Context context =
                Context.in(folder.resolve("context"))
                        .dockerfile(
                                "FROM busybox AS build",
                                "RUN echo built > /made",
                                "FROM busybox",
                                "COPY --from=build /made /",
                                "CMD [\"sh\", \"-c\", \"cat /made; echo told >&2\"]");
        Cooper cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        cooper.ok("version");
        Path builds = Project.root().resolve(".build/cooper");
        String jars =
                builds.resolve(Files.readString(builds.resolve("current")).strip()).resolve("lib")
                        + "/*";
        Path java = Path.of(System.getProperty("java.home"), "bin");

        Result compiled =
                Command.of(
                                java.resolve("javac").toString(),
                                "-Xlint:all",
                                "-Werror",
                                "-cp",
                                jars,
                                "-d",
                                "classes",
                                "Hello.java")
                        .in(source.folder())
                        .run()
                        .ok();
        assertThat(compiled.out() + compiled.err()).isEmpty();
        Result run =
                Command.of(
                                java.resolve("java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                jars + ":" + source.path("classes"),
                                "Hello",
                                cooper.store().toString(),
                                context.toString())
                        .run()
                        .ok();
        assertThat(run.out()).isEqualTo("built\n");
        assertThat(run.err()).isEqualTo("told\n");
        // The command sees the same store: the image is there, the container has gone.
        assertThat(cooper.ok("run", "--rm", "--network", "none", "hello", "cat", "/made").out())
                .isEqualTo("built\n");
        assertThat(cooper.ok("ps", "-aq").out()).isEmpty();
    }
}
