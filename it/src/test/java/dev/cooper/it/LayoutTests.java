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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layouts as `image convert` writes them, as others read them, and as builds start from them; root
/// file systems out and in again.
class LayoutTests {
    private static final String TREE =
            "find . ! -type d -printf '%p %y %m %U:%G %s %n %T@ %l\\n' | sed 's/\\.0* / /' | sort;"
                    + " find . -mindepth 1 -type d -printf '%p %y %m %U:%G %T@\\n' | sed 's/\\.0*$//' | sort;"
                    + " find . -type f -exec sha256sum {} + | sort";

    @TempDir private static Path folder;
    private static Cooper cooper;
    private static Path layout;
    private static String id;

    @BeforeAll
    static void convert() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        Context context =
                Context.in(folder.resolve("context"))
                        .dockerfile(
                                "FROM busybox",
                                "RUN mkdir /data && echo one > /data/one && ln /data/one /data/two"
                                        + " && ln -s one /data/link && chown 12:34 /data/one && mkfifo /data/pipe",
                                "ENV FROM_LAYOUT=yes",
                                "CMD [\"cat\", \"/data/one\"]");
        cooper.build(context, "-t", "example.org/lay:v1");
        id = cooper.ok("images", "-q", "--no-trunc", "example.org/lay:v1").text();
        layout = folder.resolve("layout");
        cooper.ok("image", "convert", "example.org/lay:v1", layout.toString());
    }

    @Test
    void skopeoReadsEveryCompression(@TempDir Path own) {
        for (String codec : new String[] {"gzip", "zstd", "uncompressed"}) {
            Path tar = own.resolve(codec + ".tar");
            String digest =
                    cooper.ok(
                                    "image",
                                    "convert",
                                    "--compression",
                                    codec,
                                    "example.org/lay:v1",
                                    tar.toString())
                            .text();
            assertThat(
                            Command.of(
                                            "skopeo",
                                            "inspect",
                                            "--format",
                                            "{{.Digest}}",
                                            "oci-archive:" + tar)
                                    .run()
                                    .ok()
                                    .text())
                    .isEqualTo(digest);
            Cooper other = Cooper.on(own.resolve("store-" + codec));
            assertThat(other.ok("load", "-i", tar.toString()).out())
                    .isEqualTo("Loaded image: example.org/lay:v1\n");
            assertThat(other.ok("images", "-q", "--no-trunc").text()).isEqualTo(id);
        }
    }

    @Test
    void umociUnpacksIt(@TempDir Path own) {
        Path bundle = own.resolve("bundle");
        Command.of("umoci", "unpack", "--image", layout + ":v1", bundle.toString()).run().ok();
        assertThat(bundle.resolve("rootfs/data/one")).hasContent("one\n");
    }

    @Test
    void aBuildStartsFromALayout(@TempDir Path own) {
        Cooper other = Cooper.on(own.resolve("store"));
        Context context =
                Context.in(own.resolve("context"))
                        .dockerfile(
                                "FROM base AS first",
                                "RUN test $FROM_LAYOUT = yes && cat /data/one > /seen",
                                "FROM scratch",
                                "COPY --from=base /data /data",
                                "COPY --from=first /seen /seen");
        for (String value :
                new String[] {
                    "oci-layout://" + layout, "oci-layout://" + layout + ":v1",
                }) {
            other.build(context, "-t", "made", "--build-context", "base=" + value);
            assertThat(SavedImage.of(other, "made", own).layers().getLast()).contains("seen");
        }
        // The layout's image has come along with nothing: no name, no line.
        assertThat(other.ok("images", "-aq").out()).hasLineCount(1);
        assertThat(
                        other.tryToBuild(
                                        context,
                                        "--build-context",
                                        "base=oci-layout://" + layout + ":v2")
                                .exits(1)
                                .err())
                .contains("nothing called v2; there is v1")
                .doesNotContain("Exception");
    }

    @Test
    void manifestsOfALayout() {
        assertThat(cooper.ok("manifest", "inspect", layout + ":v1").out())
                .startsWith("{\n\t\"schemaVersion\": 2,\n")
                .contains(
                        "\"digest\": \"" + id + "\"",
                        "\"dev.cooper.layer.compression\": \"gzip:6\"");
        assertThat(cooper.run("manifest", "inspect", "/no/such").exits(1).err())
                .contains("/no/such: no such file or directory");
    }

    @Test
    void exportAndImportGiveTheSameTree(@TempDir Path own) throws IOException {
        cooper.ok("create", "--name", "exported", "example.org/lay:v1");
        Path tar = own.resolve("root.tar");
        cooper.ok("export", "-o", tar.toString(), "exported");
        Path piped = own.resolve("piped.tar");
        Command.of(
                        "sh",
                        "-euc",
                        "\"$0\" export exported > \"$1\"",
                        Project.launcher().toString(),
                        piped.toString())
                .env("COOPER_ROOT", cooper.store().toString())
                .run()
                .ok();
        assertThat(Files.mismatch(tar, piped)).isEqualTo(-1);
        cooper.ok("import", "--change", "CMD [\"sh\"]", tar.toString(), "imported");
        cooper.ok("create", "--name", "imported", "imported");
        Path again = own.resolve("again.tar");
        cooper.ok("export", "-o", again.toString(), "imported");
        assertThat(tree(again, own.resolve("b"))).isEqualTo(tree(tar, own.resolve("a")));
        assertThat(tree(tar, own.resolve("c")))
                .contains("./data/one f 644 12:34 4 2 ", "./data/pipe p ", "./data/link l ");
        assertThat(cooper.run("export", "nosuch").exits(1).err())
                .isEqualTo("Error response from daemon: No such container: nosuch\n");
        cooper.ok("rm", "exported", "imported");
    }

    private static String tree(Path tar, Path into) throws IOException {
        Files.createDirectories(into);
        Command.of("tar", "--numeric-owner", "-xpf", tar.toString()).in(into).run().ok();
        return Command.of("sh", "-c", TREE).in(into).run().ok().out();
    }
}
