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
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cp`, both ways and through pipes, with docker's rules for folders and trailing slashes.
class CopyCommandTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
        Context context =
                Context.in(folder.resolve("context"))
                        .file("tree/one", "1\n")
                        .file("tree/sub/two", "2\n")
                        .link("tree/link", "one")
                        .dockerfile(
                                "FROM busybox",
                                "COPY --chown=7:8 --chmod=640 tree/one /data/file",
                                "COPY tree /data/tree",
                                "RUN ln -s tree /data/to-tree && ln -s /data/file /data/to-file",
                                "CMD [\"true\"]");
        cooper.build(context, "-t", "data");
    }

    @BeforeEach
    void container() {
        cooper.run("rm", "-f", "cc");
        cooper.ok("create", "--name", "cc", "data");
    }

    private Result cp(String from, String to) {
        return cooper.command("cp", from, to).in(here).run();
    }

    /// What `find` says of everything below a folder.
    private static String tree(Path root) {
        return Command.of("sh", "-c", "find . -mindepth 1 | sort").in(root).run().ok().text();
    }

    @Test
    void aFileOut() throws IOException {
        Result copied = cp("cc:/data/file", "./o").ok();
        assertThat(copied.out()).isEmpty();
        assertThat(here.resolve("o")).hasContent("1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.resolve("o"))))
                .isEqualTo("rw-r-----");
        cp("cc:/data/file", ".").ok();
        assertThat(here.resolve("file")).hasContent("1\n");
        Files.createDirectories(here.resolve("there"));
        cp("cc:data/file", "there/").ok();
        assertThat(here.resolve("there/file")).hasContent("1\n");
    }

    @Test
    void aFolderOut() throws IOException {
        cp("cc:/data/tree", "new").ok();
        assertThat(tree(here.resolve("new"))).isEqualTo("./link\n./one\n./sub\n./sub/two");
        // One that exists takes the folder itself, or with /. what is in it.
        Files.createDirectories(here.resolve("old"));
        cp("cc:/data/tree", "old").ok();
        assertThat(tree(here.resolve("old")))
                .isEqualTo("./tree\n./tree/link\n./tree/one\n./tree/sub\n./tree/sub/two");
        Files.createDirectories(here.resolve("contents"));
        cp("cc:/data/tree/.", "contents").ok();
        assertThat(tree(here.resolve("contents"))).isEqualTo("./link\n./one\n./sub\n./sub/two");
    }

    @Test
    void linksAreCopiedAsSuchUnlessFollowed() throws IOException {
        cp("cc:/data/to-file", "kept").ok();
        assertThat(Files.readSymbolicLink(here.resolve("kept"))).hasToString("/data/file");
        cooper.command("cp", "-L", "cc:/data/to-file", "followed").in(here).run().ok();
        assertThat(here.resolve("followed")).isRegularFile().hasContent("1\n");
    }

    @Test
    void inAndSeenByTheContainer() throws IOException {
        cooper.ok("rm", "cc");
        cooper.ok(
                "create",
                "--name",
                "cc",
                "--network",
                "none",
                "data",
                "sh",
                "-c",
                "cat /new /tmp/tree/sub/two; stat -c '%u:%g %a' /new; ls /data/tree/sub");
        Files.writeString(here.resolve("new"), "fresh\n");
        Files.setPosixFilePermissions(
                here.resolve("new"), PosixFilePermissions.fromString("rwxr-x---"));
        Context.in(here.resolve("tree")).file("sub/two", "mine\n").file("sub/three", "3\n");
        cp("new", "cc:/new").ok();
        cp("tree", "cc:/tmp").ok();
        cp("tree/.", "cc:/data/tree").ok();
        assertThat(cooper.ok("start", "-a", "cc").out())
                .isEqualTo("fresh\nmine\n0:0 750\nthree\ntwo\n");
        // And out again after the run.
        cp("cc:/data/tree/sub/three", "three").ok();
        assertThat(here.resolve("three")).hasContent("3\n");
    }

    @Test
    void throughPipes() throws IOException {
        String list =
                Command.of(
                                "sh",
                                "-euc",
                                "\"$0\" cp cc:/data/tree - | tar --numeric-owner -tvf - | awk '{print $1, $2, $6, $7, $8}'",
                                Project.launcher().toString())
                        .env("COOPER_ROOT", cooper.store().toString())
                        .run()
                        .ok()
                        .out();
        assertThat(list.lines())
                .satisfiesExactly(
                        each -> assertThat(each.strip()).matches("drwxr-xr-x 0/0 tree/"),
                        each -> assertThat(each.strip()).matches("lrwxrwxrwx 0/0 tree/link -> one"),
                        each -> assertThat(each.strip()).matches("-rw-r--r-- 0/0 tree/one"),
                        each -> assertThat(each.strip()).matches("drwxr-xr-x 0/0 tree/sub/"),
                        each -> assertThat(each.strip()).matches("-rw-r--r-- 0/0 tree/sub/two"));
        Context.in(here).file("a/b", "piped\n");
        Command.of(
                        "sh",
                        "-euc",
                        "tar -cf - a | \"$0\" cp - cc:/tmp && \"$0\" cp cc:/tmp/a/b out",
                        Project.launcher().toString())
                .in(here)
                .env("COOPER_ROOT", cooper.store().toString())
                .run()
                .ok();
        assertThat(here.resolve("out")).hasContent("piped\n");
    }

    @Test
    void whatIsNotThere() {
        Result source = cp("cc:/nosuch", ".").exits(1);
        assertThat(source.out()).isEmpty();
        assertThat(source.err())
                .isEqualTo(
                        "Error response from daemon: Could not find the file /nosuch in container cc\n");
        assertThat(cp("nosuch:/x", ".").exits(1).err())
                .isEqualTo("Error response from daemon: No such container: nosuch\n");
        assertThat(cp("nofile", "cc:/x").exits(1).err())
                .contains("nofile")
                .contains("no such file or directory");
        assertThat(cp("cc:/data/file", "no/folder/").exits(1).err()).contains("no/folder");
        assertThat(cp(".", "cc:/no/such/folder").exits(1).err()).contains("/no/such");
    }

    @Test
    void wordsThatMakeNoCopy() {
        assertThat(cp("a", "b").exits(1).err())
                .isEqualTo("must specify at least one container source\n");
        assertThat(cp("cc:/x", "cc:/y").exits(1).err())
                .isEqualTo("copying between containers is not supported\n");
        assertThat(cooper.run("cp").exits(1).err())
                .isEqualTo(
                        """
                        cooper: 'cooper cp' requires 2 arguments

                        Usage:  cooper cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-
                        \tcooper cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH

                        Run 'cooper cp --help' for more information
                        """);
    }
}
