// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `load` takes: what it saved itself, what skopeo and umoci write, and every packing.
class LoadCommandTests {
    @TempDir private static Path folder;
    private static Path archive;
    private static String id;

    @BeforeAll
    static void save() {
        Cooper cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        Context context =
                Context.in(folder.resolve("context"))
                        .file("file", "text\n")
                        .dockerfile(
                                "FROM busybox",
                                "COPY file /file",
                                "RUN rm /etc/group && echo more > /more",
                                "LABEL loaded=yes",
                                "CMD [\"cat\", \"/file\", \"/more\"]");
        cooper.build(context, "-t", "example.org/loaded:v1");
        archive = folder.resolve("saved.tar");
        cooper.ok("save", "-o", archive.toString(), "example.org/loaded:v1");
        id = cooper.ok("images", "-q", "--no-trunc", "example.org/loaded:v1").text();
    }

    private static String skopeo(String from, String to) {
        return Command.of("skopeo", "--insecure-policy", "copy", "-q", from, to).run().ok().text();
    }

    /// Loaded into an empty store, the image is what it was, and runs.
    private static void loads(Path own, String said, String name, Path from) {
        Cooper other = Cooper.on(own.resolve("other"));
        assertThat(other.ok("load", "-i", from.toString()).out()).isEqualTo(said + "\n");
        assertThat(other.ok("images", "-q", "--no-trunc").text()).isEqualTo(id);
        assertThat(other.ok("run", "--rm", name).out()).isEqualTo("text\nmore\n");
        assertThat(other.ok("run", "--rm", name, "ls", "/etc").out()).doesNotContain("group");
    }

    @ParameterizedTest
    @CsvSource({"gzip -c", "zstd -qc", "xz -0c", "bzip2 -c", "cat"})
    void fromStandardInputInAnyPacking(String packer, @TempDir Path own) {
        Cooper other = Cooper.on(own.resolve("other"));
        String said =
                Command.of(
                                "sh",
                                "-euc",
                                packer + " \"$1\" | \"$0\" load -q",
                                Project.launcher().toString(),
                                archive.toString())
                        .env("COOPER_ROOT", other.store().toString())
                        .run()
                        .ok()
                        .out();
        assertThat(said).isEqualTo("Loaded image: example.org/loaded:v1\n");
        assertThat(other.ok("images", "-q", "--no-trunc").text()).isEqualTo(id);
    }

    @Test
    void whatItSavedRunsElsewhere(@TempDir Path own) {
        loads(own, "Loaded image: example.org/loaded:v1", "example.org/loaded:v1", archive);
    }

    @Test
    void skopeosDockerArchive(@TempDir Path own) {
        Path theirs = own.resolve("theirs.tar");
        skopeo("docker-archive:" + archive, "docker-archive:" + theirs + ":example.org/x:2");
        loads(own, "Loaded image: example.org/x:2", "example.org/x:2", theirs);
    }

    @Test
    void skopeosLayoutsAsTarAndFolder(@TempDir Path own) throws IOException {
        Path tar = own.resolve("theirs.tar");
        // skopeo compresses the layers on its way.
        skopeo("oci-archive:" + archive, "oci-archive:" + tar + ":example.org/x:3");
        loads(own, "Loaded image: example.org/x:3", "example.org/x:3", tar);
        Path layout = own.resolve("layout");
        skopeo("oci-archive:" + archive, "oci:" + layout + ":v1");
        loads(Files.createDirectory(own.resolve("1")), "Loaded image ID: " + id, id, layout);
    }

    @Test
    void umocisLayout(@TempDir Path own) {
        Path layout = own.resolve("layout");
        skopeo("oci-archive:" + archive, "oci:" + layout + ":v1");
        Command.of(
                        "sh",
                        "-euc",
                        "umoci unpack --image layout:v1 bundle && echo changed > bundle/rootfs/more"
                                + " && umoci repack --image layout:v2 bundle && umoci gc --layout layout")
                .in(own)
                .run()
                .ok();
        Cooper other = Cooper.on(own.resolve("other"));
        String said = other.ok("load", "-i", layout.toString()).out();
        assertThat(said).hasLineCount(2).contains("Loaded image ID: " + id + "\n");
        String changed =
                said.lines()
                        .filter(each -> !each.contains(id))
                        .findFirst()
                        .orElseThrow()
                        .substring("Loaded image ID: ".length());
        assertThat(other.ok("run", "--rm", changed).out()).isEqualTo("text\nchanged\n");
    }

    @Test
    void aDamagedArchiveChangesNothing(@TempDir Path own) throws IOException {
        Path damaged = own.resolve("damaged.tar");
        byte[] bytes = Files.readAllBytes(archive);
        // In the middle of the largest layer.
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Cooper other = Cooper.on(own.resolve("other"));
        assertThat(other.run("load", "-i", damaged.toString()).exits(1).err())
                .startsWith("Error response from daemon: could not load the archive: ")
                .doesNotContain("Exception");
        assertThat(other.ok("images", "-aq").out()).isEmpty();
        Path cut = Files.write(own.resolve("cut.tar"), Arrays.copyOf(bytes, 70_000));
        assertThat(other.run("load", "-i", cut.toString()).exits(1).out()).isEmpty();
        assertThat(
                        Command.of("find", other.store().toString(), "-type", "f", "-size", "+8k")
                                .run()
                                .ok()
                                .out())
                .isEmpty();
    }

    @Test
    void whatCannotBeLoaded(@TempDir Path own) {
        Cooper other = Cooper.on(own.resolve("other"));
        assertThat(other.run("load", "-i", "/no/such.tar").exits(1).err())
                .isEqualTo("open /no/such.tar: no such file or directory\n");
        assertThat(other.run("load", "more").exits(1).err())
                .startsWith("cooper: 'cooper load' accepts no arguments");
    }
}
