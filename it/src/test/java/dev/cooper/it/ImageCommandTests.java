// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tag`, `rmi` and `import`.
@Tag("once")
class ImageCommandTests {
    @TempDir private static Path folder;
    private static Recorded recorded;
    private static Cooper cooper;

    @BeforeAll
    static void store() {
        recorded = Recorded.in(folder);
        cooper = recorded.cooper();
    }

    @BeforeEach
    void oneImage() {
        recorded.ok("build", "-q", "-t", "rec:1", "ok");
    }

    private static String id(String name) {
        return cooper.ok("images", "-q", "--no-trunc", name).text();
    }

    @Test
    void tags() {
        Result tagged = cooper.ok("tag", "rec:1", "rec:2");
        assertThat(tagged.out() + tagged.err()).isEmpty();
        assertThat(id("rec:2")).isEqualTo(id("rec:1"));
        assertThat(cooper.ok("rmi", "rec:2").out()).isEqualTo("Untagged: rec:2\n");
        assertThat(id("rec:2")).isEmpty();
        cooper.ok("image", "tag", id("rec:1"), "localhost:5000/a/b:c");
        assertThat(
                        cooper.ok(
                                        "images",
                                        "--format",
                                        "{{.Repository}} {{.Tag}}",
                                        "localhost:5000/a/b")
                                .text())
                .isEqualTo("localhost:5000/a/b c");
        cooper.ok("rmi", "localhost:5000/a/b:c");
        assertThat(cooper.run("tag", "nosuch", "x").exits(1).err())
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        assertThat(cooper.run("tag", "rec:1", "Not A Name").exits(1).err())
                .startsWith("Error")
                .contains("Not A Name");
        assertThat(cooper.run("tag", "rec:1", "UPPER").exits(1).err())
                .contains("repository name (UPPER) must be lowercase");
    }

    @Test
    void theLastNameTakesTheImageWithIt(@TempDir Path own) {
        Recorded fresh = Recorded.in(own);
        fresh.ok("build", "-q", "-t", "rec:1", "ok");
        String image = fresh.ok("images", "-q", "--no-trunc", "rec:1").text();
        assertThat(fresh.ok("rmi", "rec:1").out())
                .isEqualTo("Untagged: rec:1\nDeleted: " + image + "\n");
        assertThat(fresh.ok("images", "-aq", "rec").out()).isEmpty();
        assertThat(fresh.run("inspect", image).exits(1).out()).isEqualTo("[]\n");
        // What it was built from is still there.
        assertThat(fresh.ok("run", "--rm", "--network", "none", "busybox", "echo", "here").out())
                .isEqualTo("here\n");
    }

    @Test
    void anImageInUse() {
        String container = cooper.ok("create", "rec:1").text();
        Result refused = cooper.run("rmi", "rec:1").exits(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .isEqualTo(
                        "Error response from daemon: conflict: unable to remove repository reference \"rec:1\" (must force) - container "
                                + container.substring(0, 12)
                                + " is using its referenced image "
                                + id("rec:1").substring(7, 19)
                                + "\n");
        assertThat(cooper.ok("rmi", "-f", "rec:1").out()).startsWith("Untagged: rec:1\n");
        // The container has its files yet.
        assertThat(cooper.ok("start", "-a", container).out()).isEqualTo("hello world\n");
        cooper.ok("rm", container);
    }

    @Test
    void anIdWithTwoNames() {
        cooper.ok("tag", "rec:1", "other:1");
        String image = id("rec:1");
        assertThat(cooper.run("rmi", image.substring(7, 19)).exits(1).err())
                .isEqualTo(
                        "Error response from daemon: conflict: unable to delete "
                                + image.substring(7, 19)
                                + " (must be forced) - image is referenced in multiple repositories\n");
        assertThat(cooper.ok("rmi", "-f", image.substring(7, 19)).out().lines())
                .containsExactlyInAnyOrder(
                        "Untagged: rec:1", "Untagged: other:1", "Deleted: " + image);
    }

    @Test
    void whatIsNotThere() {
        Result failed = cooper.run("rmi", "nosuch").exits(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        Result mixed = cooper.run("rmi", "nosuch", "rec:1", "alsono").exits(1);
        assertThat(mixed.out()).startsWith("Untagged: rec:1\n");
        assertThat(mixed.err())
                .isEqualTo(
                        "Error response from daemon: No such image: nosuch:latest\n"
                                + "Error response from daemon: No such image: alsono:latest\n");
    }

    @Test
    void imported() {
        Result result =
                cooper.ok(
                        "import",
                        "--change",
                        "CMD [\"sh\"]",
                        "-c",
                        "ENV A=1 B=2",
                        "-c",
                        "WORKDIR /w",
                        "-c",
                        "EXPOSE 80",
                        "-m",
                        "by hand",
                        Project.baseTar("busybox").toString(),
                        "imp:1");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(id("imp:1") + "\n");
        assertThat(
                        cooper.ok(
                                        "inspect",
                                        "-f",
                                        "{{json .Config.Cmd}} {{index .Config.Env 0}} {{.Config.WorkingDir}} {{json .Config.ExposedPorts}} {{.Comment}}",
                                        "imp:1")
                                .text())
                .isEqualTo("[\"sh\"] A=1 /w {\"80/tcp\":{}} by hand");
        assertThat(cooper.shell("imp:1", "echo $A$B; pwd")).isEqualTo("12\n/w");
        assertThat(cooper.ok("history", "--format", "{{.CreatedBy}}|{{.Comment}}", "imp:1").out())
                .isEqualTo("|by hand\n");
        assertThat(cooper.ok("rmi", "imp:1").out())
                .isEqualTo("Untagged: imp:1\nDeleted: " + result.out());
    }

    @Test
    void importedFromAPipeAndPacked() {
        Context.in(folder.resolve("tar"))
                .file("f", "from a pipe\n")
                .shell("tar -cf ../f.tar f; gzip -kf ../f.tar; zstd -qf ../f.tar; xz -kf ../f.tar");
        String plain = null;
        for (String each : new String[] {"f.tar", "f.tar.gz", "f.tar.zst", "f.tar.xz"}) {
            Result result =
                    Command.of(
                                    "sh",
                                    "-euc",
                                    "\"$0\" import - piped < \"$1\"",
                                    Project.launcher().toString(),
                                    folder.resolve(each).toString())
                            .env("COOPER_ROOT", cooper.store().toString())
                            .run()
                            .ok();
            assertThat(result.out()).matches("sha256:[0-9a-f]{64}\n");
            String layer = cooper.ok("inspect", "-f", "{{index .RootFS.Layers 0}}", "piped").text();
            plain = plain == null ? layer : plain;
            assertThat(layer).as(each).isEqualTo(plain);
        }
        Context context =
                Context.in(folder.resolve("use"))
                        .dockerfile("FROM busybox", "COPY --from=piped /f /f");
        cooper.build(context, "-t", "used");
        assertThat(cooper.shell("used", "cat /f")).isEqualTo("from a pipe");
    }

    @Test
    void importedWithoutAName() {
        String id =
                cooper.ok(
                                "import",
                                folder.resolve("f.tar").toFile().exists()
                                        ? folder.resolve("f.tar").toString()
                                        : Project.baseTar("busybox").toString())
                        .text();
        assertThat(
                        cooper.ok(
                                        "images",
                                        "--no-trunc",
                                        "--format",
                                        "{{.Repository}} {{.Tag}} {{.ID}}",
                                        "-f",
                                        "dangling=true")
                                .out()
                                .lines())
                .contains("<none> <none> " + id);
    }

    @Test
    void whatCannotBeImported() {
        assertThat(cooper.run("import", "/no/such.tar", "x").exits(1).err())
                .contains("/no/such.tar")
                .contains("no such file or directory");
        assertThat(
                        cooper.run(
                                        "import",
                                        "--change",
                                        "RUN x",
                                        Project.baseTar("busybox").toString(),
                                        "x")
                                .exits(1)
                                .err())
                .isEqualTo("Error response from daemon: run is not a valid change command\n");
        assertThat(
                        cooper.run("import", Project.baseTar("busybox").toString(), "NOT:A:NAME")
                                .exits(1)
                                .err())
                .startsWith("Error");
        assertThat(cooper.ok("images", "-q", "x").out()).isEmpty();
    }
}
