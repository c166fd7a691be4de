// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `build --output` makes, and what other tools think of it.
class OutputCommandTests {
    @TempDir private Path folder;
    private Path context;
    private Cooper cooper;

    @BeforeEach
    void context() throws IOException {
        cooper = Cooper.on(folder.resolve("store"));
        context = Files.createDirectory(folder.resolve("context"));
        Files.writeString(context.resolve("a"), "content");
        Files.writeString(
                context.resolve("Dockerfile"),
                """
                FROM scratch AS one
                COPY a /d/a
                FROM scratch
                COPY --from=one /d /d
                COPY Dockerfile /
                LABEL l=1
                """);
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    private void build(String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "build";
        words[1] = "-q";
        words[2] = "-t=app:7";
        System.arraycopy(options, 0, words, 3, options.length);
        words[words.length - 1] = context.toString();
        cooper.ok(words);
    }

    private static String skopeo(String image) {
        return Command.of("skopeo", "inspect", image).run().ok().out();
    }

    @Test
    void aFolderGetsTheFiles() throws IOException {
        Files.createDirectories(out("out"));
        Files.createSymbolicLink(out("out").resolve("d"), context);
        build("-o", out("out").toString());
        assertThat(out("out").resolve("d/a")).hasContent("content");
        assertThat(Files.isSymbolicLink(out("out").resolve("d"))).isFalse();
        assertThat(context.resolve("a")).hasContent("content");
        // Only the files were asked for.
        assertThat(cooper.ok("images", "-q").out()).isEmpty();
    }

    @Test
    void standardOutputGetsATar() throws Exception {
        Process build =
                cooper.command("build", "-o", "-", context.toString())
                        .start(out("x.tar"), out("err"));
        assertThat(build.waitFor()).isZero();
        assertThat(Command.of("tar", "-tf", out("x.tar").toString()).run().ok().out())
                .isEqualTo("Dockerfile\nd/\nd/a\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "gzip", "zstd"})
    void otherToolsReadImages(String compression) {
        String how = ",compression=" + compression;
        build(
                "-o",
                "type=oci,dest=" + out("oci.tar") + how,
                "-o",
                "type=docker,dest=" + out("docker.tar") + how,
                "-o",
                "type=oci,tar=false,dest=" + out("layout") + how);
        for (String each :
                new String[] {
                    "oci-archive:" + out("oci.tar") + ":7",
                    "docker-archive:" + out("docker.tar") + ":app:7",
                    "oci:" + out("layout") + ":7"
                }) {
            assertThat(skopeo(each)).contains("\"l\": \"1\"");
            Command.of("skopeo", "copy", "-q", each, "dir:" + out("copy")).run().ok();
        }
    }

    @Test
    void theSameImageIsTheSameArchive() {
        build("-o", "type=oci,dest=" + out("1.tar"));
        build("-o", "type=oci,dest=" + out("2.tar"));
        assertThat(out("2.tar")).hasSameBinaryContentAs(out("1.tar"));
    }

    @Test
    void aLayoutKeepsItsOtherImages() throws IOException {
        build("-o", "type=oci,tar=false,dest=" + out("layout"));
        Files.writeString(context.resolve("a"), "other");
        cooper.ok(
                "build",
                "-q",
                "-t=app:8",
                "-o",
                "type=oci,tar=false,dest=" + out("layout"),
                "--annotation=who=me",
                "--metadata-file=" + out("meta"),
                context.toString());
        assertThat(skopeo("oci:" + out("layout") + ":7")).contains("\"l\": \"1\"");
        String digest =
                Command.of(
                                "skopeo",
                                "inspect",
                                "--format={{.Digest}}",
                                "oci:" + out("layout") + ":8")
                        .run()
                        .ok()
                        .text();
        assertThat(out("meta")).content().contains("\"containerimage.digest\": \"" + digest + "\"");
        assertThat(
                        Command.of("skopeo", "inspect", "--raw", "oci:" + out("layout") + ":8")
                                .run()
                                .ok()
                                .out())
                .contains("\"annotations\":{\"who\":\"me\"}");
    }

    @Test
    void aFailedBuildLeavesTheOldFile() throws IOException {
        Files.writeString(out("x.tar"), "old");
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY nosuch /\n");
        cooper.run("build", "-q", "-o", "type=oci,dest=" + out("x.tar"), context.toString())
                .exits(1);
        assertThat(out("x.tar")).hasContent("old");
    }
}
