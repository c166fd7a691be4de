// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `save` wrote, by the judgement of programs that others made: skopeo, umoci, GNU tar.
@Tag("once")
class SaveTests {
    /// Type, mode, owner, size, links, time, target and names of everything below a folder, with
    /// the content's sum for a file; directories' sizes and link counts are the file system's own.
    private static final String TREE =
            "find . -mindepth 1 ! -type d -printf '%p %y %m %U:%G %s %n %T@ %l\\n' | sed 's/\\.0* / /' | sort;"
                    + " find . -mindepth 1 -type d -printf '%p %y %m %U:%G %T@\\n' | sed 's/\\.0*$//' | sort;"
                    + " find . -type f -exec sha256sum {} + | sort";

    private static final String NOTE = "hello";

    @TempDir private static Path folder;
    private static Cooper cooper;
    private static Path archive;
    private static String id;

    private static UserDefinedFileAttributeView attributes(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    @BeforeAll
    static void save() throws IOException {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        Context context =
                Context.in(folder.resolve("context"))
                        .file("tree/plain", "text\n")
                        .file("tree/sub/deep/file", "deep\n")
                        .shell(
                                "ln tree/plain tree/hard; ln -s sub/deep/file tree/soft; chmod 4755 tree/plain;"
                                        + " chmod 1777 tree/sub; touch -d '2001-02-03 04:05:06.789' tree/sub/deep/file;"
                                        + " setfattr -n user.note -v hello tree/sub/deep/file 2>/dev/null || true");
        context.dockerfile(
                "FROM busybox AS layers",
                "COPY --chown=12:34 tree /tree",
                "RUN rm -r /var && mkdir /var && echo again > /var/new && mkfifo /tree/pipe"
                        + " && rm /etc/nsswitch.conf && chown 70000:80000 /tree/sub"
                        + " && n=/tree/$(head -c 120 /dev/zero | tr '\\0' n) && mkdir $n"
                        + " && echo far > $n/$(head -c 150 /dev/zero | tr '\\0' m)"
                        + " && touch -d '1999-12-31 23:59:59' /tree",
                "LABEL judged=yes",
                "CMD [\"sh\"]");
        attributes(context.path("tree/sub/deep/file"))
                .write("note", ByteBuffer.wrap(NOTE.getBytes(UTF_8)));
        cooper.build(context, "-t", "example.org/judged:v1");
        archive = folder.resolve("saved.tar");
        cooper.ok("save", "-o", archive.toString(), "example.org/judged:v1");
        id = cooper.ok("images", "-q", "--no-trunc", "example.org/judged:v1").text();
    }

    private static String text(String... words) {
        return Command.of(words).run().ok().text();
    }

    @Test
    void theListOfItsFiles() {
        List<String> names = text("tar", "-tf", archive.toString()).lines().toList();
        assertThat(names)
                .startsWith("blobs/", "blobs/sha256/")
                .endsWith("index.json", "manifest.json", "oci-layout", "repositories");
        // Three layers, config and manifest.
        assertThat(names.stream().filter(each -> each.matches("blobs/sha256/[0-9a-f]{64}")))
                .hasSize(5);
        assertThat(text("tar", "-xOf", archive.toString(), "oci-layout"))
                .isEqualTo("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(text("tar", "-xOf", archive.toString(), "manifest.json"))
                .startsWith(
                        "[{\"Config\":\"blobs/sha256/"
                                + id.substring("sha256:".length())
                                + "\",\"RepoTags\":[\"example.org/judged:v1\"],\"Layers\":[\"blobs/sha256/");
    }

    @Test
    void everyBlobHasTheDigestOfItsName(@TempDir Path own) {
        assertThat(
                        Command.of(
                                        "sh",
                                        "-euc",
                                        "tar -xf \"$0\" blobs; cd blobs/sha256; for f in *; do echo \"$f  $f\"; done | sha256sum -c --quiet",
                                        archive.toString())
                                .in(own)
                                .run()
                                .ok()
                                .out())
                .isEmpty();
    }

    @Test
    void skopeoReadsItAsADockerArchive() {
        String layers =
                cooper.ok("inspect", "-f", "{{len .RootFS.Layers}}", "example.org/judged:v1")
                        .text();
        assertThat(
                        text(
                                "skopeo",
                                "inspect",
                                "--format",
                                "{{index .Labels \"judged\"}} {{.Os}} {{len .Layers}}",
                                "docker-archive:" + archive))
                .isEqualTo("yes linux " + layers);
        String config = text("skopeo", "inspect", "--config", "--raw", "docker-archive:" + archive);
        assertThat(config)
                .isEqualTo(
                        text("tar", "-xOf", archive.toString(), "blobs/sha256/" + id.substring(7)));
    }

    @Test
    void skopeoReadsItAsAnOciArchive() {
        assertThat(
                        text(
                                "skopeo",
                                "inspect",
                                "--format",
                                "{{index .Labels \"judged\"}} {{.Os}} {{len .Layers}}",
                                "oci-archive:" + archive))
                .isEqualTo("yes linux 3");
        String manifest = text("skopeo", "inspect", "--raw", "oci-archive:" + archive);
        assertThat(manifest)
                .contains("\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"", id);
    }

    @Test
    void gnuTarListsEveryLayer(@TempDir Path own) throws IOException {
        Command.of("tar", "-xf", archive.toString()).in(own).run().ok();
        String layers =
                Command.of(
                                "sh",
                                "-euc",
                                "for layer in $(grep -o '\"Layers\":\\[[^]]*' manifest.json | grep -o 'blobs/[a-z0-9/]*'); do"
                                        + " echo \"== $(tar --numeric-owner -tvf $layer | wc -l)\"; tar --numeric-owner -tvf $layer; done")
                        .in(own)
                        .run()
                        .ok()
                        .out();
        assertThat(layers)
                .contains(
                        "-rwsr-xr-x 12/34",
                        "tree/plain link to tree/hard",
                        "tree/soft -> sub/deep/file",
                        "prw-r--r-- 0/0",
                        "etc/.wh.nsswitch.conf",
                        "70000/80000");
    }

    /// umoci unpacks an OCI layout, with owners and everything, as root.
    @Test
    void umociUnpacksTheTreeThatAContainerSees(@TempDir Path own) throws IOException {
        Command.of(
                        "skopeo",
                        "copy",
                        "-q",
                        "oci-archive:" + archive,
                        "oci:" + own.resolve("layout") + ":v1")
                .run()
                .ok();
        Command.of(
                        "umoci",
                        "unpack",
                        "--image",
                        own.resolve("layout") + ":v1",
                        own.resolve("bundle").toString())
                .run()
                .ok();
        Path unpacked = own.resolve("bundle/rootfs");

        // The same out of the store: by `cp` of a container's whole root.
        cooper.ok("create", "--name", "judged", "example.org/judged:v1");
        Path copied = Files.createDirectories(own.resolve("copied"));
        Command.of(
                        "sh",
                        "-euc",
                        "\"$0\" cp judged:/ - | tar --xattrs --xattrs-include='*' --numeric-owner -xpf - -C \"$1\"",
                        Project.launcher().toString(),
                        copied.toString())
                .env("COOPER_ROOT", cooper.store().toString())
                .run()
                .ok();
        cooper.ok("rm", "judged");

        String theirs = Command.of("sh", "-c", TREE).in(unpacked).run().ok().out();
        String ours = Command.of("sh", "-c", TREE).in(copied).run().ok().out();
        assertThat(ours).isEqualTo(theirs);
        for (String each :
                List.of(
                        "./tree/plain f 4755 12:34 5 2 ",
                        "./tree/hard f 4755 12:34 5 2 ",
                        "./tree/soft l 777 12:34 13 1 ",
                        "./tree/pipe p 644 0:0 0 1 ",
                        "./tree/sub d 1777 70000:80000 ",
                        "./tree/sub/deep/file f 644 12:34 5 1 981173106 ",
                        "./tree d 755 12:34 946684799\n")) {
            assertThat(("\n" + theirs).contains("\n" + each)).as(each).isTrue();
        }
        assertThat(theirs)
                .contains("./var/new ")
                .doesNotContain("./etc/nsswitch.conf", "./var/tmp");
    }

    @Test
    void extendedAttributesGoTheWholeWay(@TempDir Path own) throws IOException {
        Command.of(
                        "skopeo",
                        "copy",
                        "-q",
                        "docker-archive:" + archive,
                        "oci:" + own.resolve("layout") + ":v1")
                .run()
                .ok();
        Command.of(
                        "umoci",
                        "unpack",
                        "--image",
                        own.resolve("layout") + ":v1",
                        own.resolve("bundle").toString())
                .run()
                .ok();
        UserDefinedFileAttributeView unpacked =
                attributes(own.resolve("bundle/rootfs/tree/sub/deep/file"));
        assertThat(unpacked.list()).containsExactly("note");
        ByteBuffer value = ByteBuffer.allocate(100);
        unpacked.read("note", value);
        assertThat(UTF_8.decode(value.flip()).toString()).isEqualTo(NOTE);
    }

    @Test
    void severalImagesShareTheirLayers() {
        Context context =
                Context.in(folder.resolve("more"))
                        .dockerfile("FROM example.org/judged:v1", "LABEL more=1");
        cooper.build(context, "-t", "more:1");
        cooper.ok("tag", "more:1", "more:2");
        Path both = folder.resolve("both.tar");
        cooper.ok("save", "--output", both.toString(), "more:1", "more:2", "example.org/judged:v1");
        List<String> names = text("tar", "-tf", both.toString()).lines().toList();
        // Three layers in common, two configs, two manifests.
        assertThat(names.stream().filter(each -> each.matches("blobs/sha256/[0-9a-f]{64}")))
                .hasSize(7);
        assertThat(names).doesNotHaveDuplicates();
        for (String each :
                List.of(
                        "docker.io/library/more:1",
                        "docker.io/library/more:2",
                        "example.org/judged:v1")) {
            assertThat(
                            text(
                                    "skopeo",
                                    "inspect",
                                    "--format",
                                    "{{.Os}}",
                                    "docker-archive:" + both + ":" + each))
                    .isEqualTo("linux");
        }
    }

    @Test
    void toStandardOutputAndTheSameEveryTime() throws IOException {
        Path piped = folder.resolve("piped.tar");
        Command.of(
                        "sh",
                        "-euc",
                        "\"$0\" save example.org/judged:v1 > \"$1\"",
                        Project.launcher().toString(),
                        piped.toString())
                .env("COOPER_ROOT", cooper.store().toString())
                .run()
                .ok();
        assertThat(Files.mismatch(piped, archive)).isEqualTo(-1);
    }

    @Test
    void whatCannotBeSaved() {
        Path none = folder.resolve("none.tar");
        Result failed = cooper.run("save", "-o", none.toString(), "nosuch").exits(1);
        assertThat(failed.err())
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        assertThat(none).doesNotExist();
        assertThat(cooper.run("save", "-o", "/no/such/folder/x.tar", "busybox").exits(1).err())
                .contains("/no/such/folder")
                .doesNotContain("Exception");
        assertThat(cooper.run("save").exits(1).err())
                .startsWith("cooper: 'cooper save' requires at least 1 argument\n");
    }
}
