// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and texts beyond ASCII where the caller's locale knows none: bytes in, the same bytes out.
/// All of them pass through shell scripts here, as this JVM's own locale may be as poor.
@ParameterizedClass
@ValueSource(strings = {"unshare", "oci"})
class LocaleTests {
    private static final String WORLD = "w\u00f6rld \u4e16\u754c \ud83c\udf0d";

    /// Names: not UTF-8, UTF-8, both in a path, with a line's end, a backslash, and UTF-8 in two
    /// forms of the same letter.
    private static final String TREE =
            """
            mkdir -p "$1" && cd "$1"
            printf a >"$(printf 'caf\\351')"
            printf b >"$(printf '\\303\\251t\\303\\251-\\346\\227\\245\\346\\234\\254')"
            mkdir "$(printf 'dir\\377\\376')"
            printf c >"$(printf 'dir\\377\\376/\\200\\346\\227\\245')"
            printf d >"$(printf 'two\\nlines\\ttab')"
            printf e >'back\\slash "quotes"'
            printf f >"$(printf '\\303\\251')"
            printf g >"$(printf 'e\\314\\201')"
            ln -s "$(printf 'caf\\351')" "$(printf 'link\\351')"
            ln "$(printf 'caf\\351')" "$(printf 'hard\\351')"
            """;

    /// All names and contents below the working directory, as bytes.
    private static final String LIST =
            "find . | sort | od -An -tx1 -v; find . -type f -print0 | sort -z | xargs -0 cat; find . -type l | while read -r each; do readlink \"$each\" | od -An -tx1 -v; done";

    @TempDir Path folder;
    @Parameter String driver = "";
    private Cooper cooper = Cooper.on(Path.of("/"));

    @BeforeEach
    void base() {
        cooper = Cooper.on(folder.resolve("store")).isolatedBy(driver).withBase("busybox");
    }

    /// Runs a script in the C locale, in which `cooper` is the command.
    private Result sh(String script, String... arguments) throws IOException {
        Path file = Files.createTempFile(folder, "script", ".sh");
        String words = String.join(" ", cooper.command().words());
        Files.write(
                file, ("set -eu\ncooper() { " + words + " \"$@\"; }\n" + script).getBytes(UTF_8));
        return Command.of("sh", file.toString())
                .with(arguments)
                .in(folder)
                .env("COOPER_ROOT", cooper.store().toString())
                .env("LC_ALL", "C")
                .run();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    @Test
    void namesInAContextAndWhatIsMadeOfThem() throws Exception {
        sh(TREE, "context/tree").ok();
        sh("""
        printf x >context/ignor\u00e9-1
        printf y >context/kept
        printf 'ignor\u00e9*\\n' >context/.dockerignore
        cat >context/D\u00f6ckerfile <<'END'
        FROM busybox AS made
        RUN cd /tmp && touch "$(printf 'made\\351')" m\u00e4de
        FROM busybox
        COPY tree /tree
        COPY tree/caf* tree/\u00e9t* tree/dir* /picked/
        COPY ["tree/\u00e9t\u00e9-\u65e5\u672c", "/named/\u672c"]
        COPY --from=made /tmp /made
        COPY . /all
        END
        cooper build -q -t odd -f context/D\u00f6ckerfile context
        """)
                .ok();
        String wanted = sh("cd context/tree\n" + LIST).ok().out();
        assertThat(wanted).contains("63 61 66 e9").contains("e6 97 a5");
        assertThat(cooper.ok("run", "--rm", "odd", "sh", "-c", "cd /tree && " + LIST).out())
                .isEqualTo(wanted);
        assertThat(cooper.ok("run", "--rm", "odd", "sh", "-c", "cd /all/tree && " + LIST).out())
                .isEqualTo(wanted);
        assertThat(
                        cooper.ok(
                                        "run",
                                        "--rm",
                                        "odd",
                                        "sh",
                                        "-c",
                                        "cd /; find picked named made all -maxdepth 1 | sort | od -An -tx1 -v")
                                .out())
                .isEqualTo(
                        sh("printf 'all\\nall/.dockerignore\\nall/D\u00f6ckerfile\\nall/kept\\nall/tree\\n"
                                        + "made\\nmade/made\\351\\nmade/m\u00e4de\\nnamed\\nnamed/\u672c\\n"
                                        + "picked\\npicked/\\200\u65e5\\npicked/caf\\351\\npicked/\u00e9t\u00e9-\u65e5\u672c\\n'"
                                        + " | sort | od -An -tx1 -v")
                                .ok()
                                .out());

        // What is saved holds the same names, by tar's account.
        sh("cooper save -o odd.tar odd\nmkdir saved\ntar -C saved -xf odd.tar").ok();
        SavedImage saved = new SavedImage(folder.resolve("saved"));
        Path layer = saved.layerTars().get(saved.layerTars().size() - 5);
        sh("mkdir unpacked\ntar -C unpacked -xf \"$1\"", layer.toString()).ok();
        assertThat(sh("cd unpacked/tree\n" + LIST).ok().out()).isEqualTo(wanted);

        // So do copies out of a container, and into one.
        sh("""
        cooper create --name box odd
        cooper cp box:/tree out
        cooper cp "box:/tree/\u00e9t\u00e9-\u65e5\u672c" \u672c
        cooper cp \u672c box:/\u672c2
        cooper cp out/. box:/in
        cooper cp box:/\u672c2 again
        cooper cp box:/in - | tar -xf -
        """)
                .ok();
        assertThat(sh("cd out\n" + LIST).ok().out()).isEqualTo(wanted);
        assertThat(sh("cd in\n" + LIST).ok().out()).isEqualTo(wanted);
        assertThat(sh("cat \u672c again").ok().out()).isEqualTo("bb");

        // And an import of them.
        sh("tar -C context/tree -cf tree.tar .\ncooper import tree.tar imported").ok();
        sh("cooper save imported >imported.tar\nmkdir saved2\ntar -C saved2 -xf imported.tar").ok();
        Path imported = new SavedImage(folder.resolve("saved2")).layerTars().getLast();
        sh("mkdir unpacked2\ntar -C unpacked2 -xf \"$1\"", imported.toString()).ok();
        assertThat(sh("cd unpacked2\n" + LIST).ok().out()).isEqualTo(wanted);
    }

    @Test
    void textsOfABuild() throws Exception {
        String look = "printf %s \"$1\" | od -An -tx1 -v | tr -dc 0-9a-f";
        sh("""
        set -- '%s'
        mkdir context
        cat >context/Dockerfile <<'END'
        FROM busybox
        ARG WHO
        ENV GREETING="gr\u00fc\u00df $WHO"
        LABEL l\u00e4nd="$WHO"
        RUN echo "r\u00fcn $WHO" >"/r\u00fcn" && echo "said: $WHO"
        WORKDIR /w\u00f6rk
        CMD printf %%s "$GREETING" | od -An -tx1 -v | tr -dc 0-9a-f
        END
        cooper build --progress plain -t texts --build-arg "WHO=$1" --label "own=$1" context 2>log
        cat log
        """
                        .formatted(WORLD))
                .ok();
        assertThat(cooper.ok("run", "--rm", "texts").out())
                .isEqualTo(hex("gr\u00fc\u00df " + WORLD));
        assertThat(new String(Files.readAllBytes(folder.resolve("log")), UTF_8))
                .contains(" said: " + WORLD + "\n");
        assertThat(
                        cooper.ok(
                                        "inspect",
                                        "--format",
                                        "{{index .Config.Labels \"own\"}}",
                                        "texts")
                                .text())
                .isEqualTo(WORLD);
        assertThat(cooper.ok("inspect", "--format", "{{json .Config}}", "texts").text())
                .contains("l\u00e4nd")
                .contains("/w\u00f6rk")
                .contains(WORLD);
        assertThat(cooper.ok("run", "--rm", "texts", "sh", "-c", "cat /r*n; pwd").out())
                .isEqualTo("r\u00fcn " + WORLD + "\n/w\u00f6rk\n");
        assertThat(cooper.ok("history", "--no-trunc", "texts").out()).contains("r\u00fcn");

        // `run` gets the same from its command line, as arguments and as variables.
        Result run =
                sh(
                        """
                        set -- '%s'
                        cooper run --rm -e "X=$1" -w /w\u00f6rk/\u00fcber texts sh -c '%s; echo; set -- "$X"; %s; echo; pwd; env | grep LC_ || echo none' sh "$1"
                        """
                                .formatted(WORLD, look, look));
        assertThat(run.ok().out())
                .isEqualTo(hex(WORLD) + "\n" + hex(WORLD) + "\n/w\u00f6rk/\u00fcber\nnone\n");
        // The caller's locale, not the one that Cooper itself runs in.
        assertThat(sh("cooper run --rm -e LC_ALL texts sh -c 'echo $LC_ALL'").ok().text())
                .isEqualTo("C");
    }
}
