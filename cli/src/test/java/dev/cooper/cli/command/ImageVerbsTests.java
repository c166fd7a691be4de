// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cli.command.Play.Result;
import dev.cooper.engine.HistoryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageVerbsTests {
    private final Play play = new Play();
    private final String first = FakeImages.id(1).shortHex();
    private final String second = FakeImages.id(2).shortHex();

    @BeforeEach
    void images() {
        play.images.add(1, 1_982_268, 1, Map.of("k", "v"), "rec:1");
        play.images.add(2, 1_984_000, 720, Map.of(), "busybox", "rec:old");
        play.images.add(3, 0, 4_000, Map.of(), new String[0]);
    }

    @Test
    void listsARowForEveryName() {
        assertThat(play.run("images").out())
                .isEqualTo(
                        """
                        REPOSITORY   TAG       IMAGE ID       CREATED             SIZE
                        rec          1         %s   1 second ago        1.98MB
                        busybox      latest    %s   12 minutes ago      1.98MB
                        rec          old       %s   12 minutes ago      1.98MB
                        <none>       <none>    %s   About an hour ago   0B
                        """
                                .formatted(first, second, second, FakeImages.id(3).shortHex()));
    }

    @Test
    void listsByRepositoryAndIds() {
        assertThat(play.run("images", "-q", "rec").out()).isEqualTo(first + "\n" + second + "\n");
        assertThat(play.run("image", "ls", "-q", "rec:1").out()).isEqualTo(first + "\n");
        assertThat(play.run("images", "nosuch").out())
                .isEqualTo("REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n");
        assertThat(play.run("images", "--no-trunc", "-q", "rec:1").out())
                .isEqualTo(FakeImages.id(1) + "\n");
    }

    @Test
    void filters() {
        assertThat(play.run("images", "-q", "-f", "dangling=true").out())
                .isEqualTo(FakeImages.id(3).shortHex() + "\n");
        assertThat(play.run("images", "-q", "--filter", "label=k=v").out()).isEqualTo(first + "\n");
        assertThat(play.run("images", "-q", "-f", "reference=*:l*").out()).isEqualTo(second + "\n");
        assertThat(play.run("images", "-q", "-f", "since=rec:old").out()).isEqualTo(first + "\n");
        assertThat(play.run("images", "-q", "-f", "before=rec:old").out())
                .isEqualTo(FakeImages.id(3).shortHex() + "\n");
        assertThat(play.run("images", "-f", "nosuch=x"))
                .isEqualTo(
                        new Result(1, "", "Error response from daemon: invalid filter 'nosuch'\n"));
        assertThat(play.run("images", "-f", "x").code()).isEqualTo(125);
    }

    @Test
    void formats() {
        assertThat(
                        play.run("images", "--format", "{{.Repository}}:{{.Tag}} {{.Size}}", "rec")
                                .out())
                .isEqualTo("rec:1 1.98MB\nrec:old 1.98MB\n");
        assertThat(play.run("images", "--format", "table {{.ID}}\\t{{.Tag}}", "rec:1").out())
                .isEqualTo("IMAGE ID       TAG\n" + first + "   1\n");
        assertThat(play.run("images", "--digests", "rec:1").out())
                .startsWith(
                        "REPOSITORY   TAG       DIGEST    IMAGE ID       CREATED        SIZE\n");
        assertThat(play.run("images", "--format", "json", "rec:1").out())
                .startsWith("{\"Containers\":\"N/A\",\"CreatedAt\":\"2026-11-23 04:02:30 ")
                .contains("\"Digest\":\"\\u003cnone\\u003e\",\"ID\":\"" + first + "\"")
                .endsWith(
                        ",\"Size\":\"1.98MB\",\"Tag\":\"1\",\"UniqueSize\":\"N/A\",\"VirtualSize\":\"1.982MB\"}\n");
        assertThat(play.run("images", "--format", "{{.Nosuch}}"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "template parsing error: template: :1:2: executing \"\" at <.Nosuch>: can't evaluate field Nosuch in type *formatter.imageContext\n"));
    }

    @Test
    void tellsHistory() {
        play.images.history.add(
                new HistoryEntry(
                        Optional.of(Play.NOW.minusSeconds(2)), "CMD [\"x\"]", "c", 0, true));
        play.images.history.add(
                new HistoryEntry(
                        Optional.empty(),
                        "RUN /bin/sh -c echo one two three four five six\nseven # buildkit",
                        "",
                        1_980_000,
                        false));
        assertThat(play.run("history", "rec:1").out())
                .isEqualTo(
                        """
                        IMAGE          CREATED         CREATED BY                                      SIZE      COMMENT
                        %s   2 seconds ago   CMD ["x"]                                       0B        c
                        <missing>      N/A             RUN /bin/sh -c echo one two three four five …   1.98MB    \

                        """
                                .formatted(first));
        assertThat(play.run("history", "-q", "rec:1").out()).isEqualTo(first + "\n<missing>\n");
        assertThat(play.run("history", "--human=false", "--format", "{{.Size}}", "rec:1").out())
                .isEqualTo("0\n1980000\n");
        assertThat(play.run("history", "nosuch"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "Error response from daemon: No such image: nosuch:latest\n"));
    }

    @Test
    void tagsAndRemoves() {
        assertThat(play.run("tag", "rec:1", "x:2")).isEqualTo(new Result(0, "", ""));
        assertThat(play.run("rmi", "nosuch", "rec:1"))
                .isEqualTo(
                        new Result(
                                1,
                                "Untagged: rec:1\nDeleted: " + FakeImages.id(1) + "\n",
                                "Error response from daemon: No such image: nosuch:latest\n"));
        assertThat(play.run("image", "rm", "-f", "nosuch").code()).isZero();
        assertThat(play.images.calls).containsExactly("tag rec:1 x:2", "remove rec:1");
    }

    @Test
    void inspects() {
        assertThat(play.run("inspect", "rec:1").out())
                .startsWith(
                        "[\n    {\n        \"Id\": \""
                                + FakeImages.id(1)
                                + "\",\n        \"RepoTags\": [\n            \"rec:1\"\n        ],\n        \"RepoDigests\": [],\n        \"Parent\": \"\",\n        \"Comment\": \"made up\",")
                .contains("\"Entrypoint\": null,")
                .contains("\"ExposedPorts\": {\n                \"80/tcp\": {}\n            },")
                .endsWith("    }\n]\n");
        assertThat(
                        play.run(
                                        "inspect",
                                        "--format",
                                        "{{.Config.Cmd}} {{json .Config.Env}} {{index .RepoTags 0}} {{.Config.ExposedPorts}} {{.Config.Entrypoint}}",
                                        "rec:1")
                                .out())
                .isEqualTo("[/x a b] [\"PATH=/bin\"] rec:1 map[80/tcp:{}] []\n");
        assertThat(play.run("inspect", "nosuch", "rec:1").out()).startsWith("[\n    {");
        assertThat(play.run("inspect", "nosuch"))
                .isEqualTo(new Result(1, "[]\n", "Error: No such object: nosuch\n"));
        assertThat(play.run("image", "inspect", "-f", "{{.Id}}", "nosuch"))
                .isEqualTo(
                        new Result(
                                1,
                                "\n",
                                "Error response from daemon: No such image: nosuch:latest\n"));
        assertThat(play.run("inspect", "-f", "{{", "rec:1").code()).isEqualTo(64);
        assertThat(play.run("inspect", "--type", "volume", "x").code()).isEqualTo(1);
    }

    @Test
    void imports(@TempDir Path folder) throws IOException {
        Path tar = Files.writeString(folder.resolve("x.tar"), "bytes");
        assertThat(
                        play.run(
                                "import",
                                "-c",
                                "CMD [\"sh\"]",
                                "--change",
                                "ENV A=1",
                                "-m",
                                "why",
                                tar.toString(),
                                "imp:1"))
                .isEqualTo(new Result(0, FakeImages.id(7) + "\n", ""));
        var request = play.images.imports.getFirst();
        assertThat(request.changes()).containsExactly("CMD [\"sh\"]", "ENV A=1");
        assertThat(request.message()).isEqualTo("why");
        assertThat(request.reference()).contains(FakeImages.reference("imp:1"));
        play.input("piped").run("import", "-");
        assertThat(play.images.calls).containsExactly("import bytes", "import piped");
        assertThat(play.run("import", folder.resolve("no").toString()))
                .isEqualTo(
                        new Result(1, "", "open " + folder + "/no: no such file or directory\n"));
        assertThat(play.run("import", "https://example.org/x.tar").err())
                .contains("import from a URL is not supported");
        assertThat(play.run("import", tar.toString(), "Bad").err()).contains("must be lowercase");
    }

    @Test
    void saves(@TempDir Path folder) throws IOException {
        Path tar = folder.resolve("x.tar");
        assertThat(play.run("save", "-o", tar.toString(), "rec:1", "busybox"))
                .isEqualTo(new Result(0, "", ""));
        assertThat(tar).hasContent("tar of [rec:1, busybox]");
        assertThat(play.run("save", "rec:1").out()).isEqualTo("tar of [rec:1]");
        assertThat(play.run("save", "-o", folder + "/no/x", "rec:1").err())
                .isEqualTo(
                        "failed to save image: invalid output path: directory \""
                                + folder
                                + "/no\" does not exist\n");
        assertThat(play.run("save", "-o", folder + "/y", "nosuch").code()).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing half done").containsExactly(tar);
        }
        play.terminal = new Terminals(true);
        assertThat(play.run("save", "rec:1"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "cowardly refusing to save to a terminal. Use the -o flag or redirect\n"));
    }

    @Test
    void loads(@TempDir Path folder) throws IOException {
        Path tar = Files.writeString(folder.resolve("x.tar"), "bytes");
        String out =
                "The image rec:1 already exists, renaming the old one with ID "
                        + FakeImages.id(2)
                        + " to empty string\nLoaded image: rec:1\nLoaded image ID: "
                        + FakeImages.id(3)
                        + "\n";
        assertThat(play.run("load", "-i", tar.toString())).isEqualTo(new Result(0, out, ""));
        play.input("piped").run("load", "-q", "--platform", "arm64");
        play.run("image", "load", "--input=" + folder);
        assertThat(play.images.calls)
                .containsExactly("load bytes", "load piped for linux/arm64", "load " + folder);
        assertThat(play.run("load", "-i", folder.resolve("no").toString()))
                .isEqualTo(
                        new Result(1, "", "open " + folder + "/no: no such file or directory\n"));
        play.terminal = new Terminals(true);
        assertThat(play.run("load"))
                .isEqualTo(new Result(1, "", "requested load from stdin, but stdin is empty\n"));
    }

    @Test
    void converts(@TempDir Path folder) {
        Path tar = folder.resolve("x.tar");
        assertThat(play.run("image", "convert", "rec:1", tar.toString()).out())
                .isEqualTo(FakeImages.id(9) + "\n");
        assertThat(tar).hasContent("layout");
        play.run("image", "convert", "--compression=zstd", "--level", "9", "rec:1", "" + folder);
        assertThat(play.images.calls)
                .containsExactly(
                        "convert rec:1 GZIP OptionalInt.empty",
                        "convert rec:1 ZSTD OptionalInt[9] to " + folder);
        assertThat(play.run("image", "convert", "--compression", "xz", "rec:1", "x").err())
                .isEqualTo("unknown compression \"xz\": choose gzip, zstd or uncompressed\n");
        assertThat(play.run("image", "convert", "--level", "x", "rec:1", "x").err())
                .contains("not a number");
        assertThat(play.run("image", "convert", "--level", "10", "rec:1", "x").err())
                .contains("it must be from 1 to 9");
    }

    @Test
    void inspectsManifestsOfLayouts() {
        assertThat(play.run("manifest", "inspect", "./x:1"))
                .isEqualTo(new Result(0, "{\n\t\"a\": [\n\t\t1\n\t]\n}\n", ""));
        assertThat(play.images.calls).containsExactly("manifest ./x:1");
    }
}
