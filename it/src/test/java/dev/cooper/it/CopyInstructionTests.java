// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `COPY`: where things land, under which names, with which owner, mode and time.
class CopyInstructionTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void someContext() {
        context =
                Context.in(here)
                        .file("a.txt", "a\n")
                        .file("b.txt", "b\n")
                        .file(".dot", "dot\n")
                        .file("dir/one", "1\n")
                        .file("dir/sub/two", "2\n")
                        .link("dir/link", "sub/two");
    }

    /// Builds `FROM busybox AS t` and these lines, and lists what is below /t.
    private String tree(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "FROM busybox";
        System.arraycopy(lines, 0, all, 1, lines.length);
        context.dockerfile(all);
        cooper.build(context, "-t", "tree");
        return cooper.shell("tree", "cd /t && find . -mindepth 1 | sort | tr '\\n' ' '").strip();
    }

    @Test
    void aFile() {
        assertThat(
                        tree(
                                "COPY a.txt /t/",
                                "COPY a.txt /t/renamed",
                                "COPY a.txt /t/deep/er/",
                                "WORKDIR /t",
                                "COPY b.txt ."))
                .isEqualTo("./a.txt ./b.txt ./deep ./deep/er ./deep/er/a.txt ./renamed");
        assertThat(
                        cooper.shell(
                                "tree",
                                "stat -c '%u:%g %a' /t /t/deep/er /t/a.txt; cat /t/renamed"))
                .isEqualTo("0:0 755\n0:0 755\n0:0 644\na");
    }

    @Test
    void severalFilesAndTheJsonForm() {
        context.file("with space", "s");
        assertThat(tree("COPY a.txt b.txt /t/", "COPY [\"with space\", \"/t/and another\"]"))
                .isEqualTo("./a.txt ./and another ./b.txt");
    }

    @Test
    void aFolderGivesWhatIsInIt() {
        assertThat(tree("COPY dir /t")).isEqualTo("./link ./one ./sub ./sub/two");
        assertThat(tree("COPY dir /t/", "COPY dir/sub /t/other/"))
                .isEqualTo("./link ./one ./other ./other/two ./sub ./sub/two");
        assertThat(cooper.shell("tree", "readlink /t/link; cat /t/link")).isEqualTo("sub/two\n2");
        assertThat(tree("COPY dir dir/sub /t/")).isEqualTo("./link ./one ./sub ./sub/two ./two");
    }

    @Test
    void everything() {
        assertThat(tree("COPY . /t"))
                .isEqualTo(
                        "./.dot ./Dockerfile ./a.txt ./b.txt ./dir ./dir/link ./dir/one ./dir/sub ./dir/sub/two");
        assertThat(tree("WORKDIR /t", "COPY / .")).contains("./.dot").contains("./dir/sub/two");
    }

    @Test
    void wildcards() {
        context.file("c1.log", "").file("c2.log", "").file("c10.log", "").file("[x].txt", "");
        assertThat(tree("COPY *.txt /t/")).isEqualTo("./[x].txt ./a.txt ./b.txt");
        assertThat(tree("COPY c?.log /t/")).isEqualTo("./c1.log ./c2.log");
        assertThat(tree("COPY c[0-9]*.log /t/")).isEqualTo("./c1.log ./c10.log ./c2.log");
        assertThat(tree("COPY c[^1].log /t/")).isEqualTo("./c2.log");
        assertThat(tree("COPY [[]x].txt /t/")).isEqualTo("./[x].txt");
        // A folder that matches gives what is in it; a pattern without a match is no failure.
        assertThat(tree("COPY d* no*such /t/")).isEqualTo("./link ./one ./sub ./sub/two");
        assertThat(tree("COPY */sub/t* /t/")).isEqualTo("./two");
    }

    @Test
    void variablesInPaths() {
        assertThat(
                        tree(
                                "ARG F=a.txt",
                                "ENV D=/t/x",
                                "COPY $F ${D}/",
                                "COPY ${F%.txt}.txt ${MISSING:-/t}/y"))
                .isEqualTo("./x ./x/a.txt ./y");
    }

    @Test
    void owners() {
        assertThat(
                        tree(
                                "COPY --chown=33 a.txt /t/user",
                                "COPY --chown=33:1 dir /t/dir",
                                "COPY --chown=www-data a.txt /t/name",
                                "COPY --chown=nobody:daemon a.txt /t/both",
                                "ARG O=12:13",
                                "COPY --chown=$O a.txt /t/var",
                                "USER 33",
                                "COPY a.txt /t/roots"))
                .isNotEmpty();
        assertThat(
                        cooper.shell(
                                "tree",
                                "cd /t; stat -c '%n %u:%g' user dir dir/one dir/sub/two name both var roots; stat -c '%u:%g' dir/link"))
                .isEqualTo(
                        """
                        user 33:33
                        dir 33:1
                        dir/one 33:1
                        dir/sub/two 33:1
                        name 33:33
                        both 65534:1
                        var 12:13
                        roots 0:0
                        33:1\
                        """);
    }

    @Test
    void modes() {
        context.shell("chmod 754 a.txt; chmod 4711 b.txt; chmod 700 dir/sub");
        tree(
                "COPY a.txt b.txt /t/",
                "COPY dir /t/kept",
                "COPY --chmod=640 a.txt /t/set",
                "COPY --chmod=0711 dir /t/dir",
                "COPY --chmod=u=rwX,go= dir /t/symbolic");
        assertThat(
                        cooper.shell(
                                "tree",
                                "cd /t; stat -c '%n %a' a.txt b.txt kept/sub kept/one set dir/one dir/sub symbolic/one symbolic/sub"))
                .isEqualTo(
                        """
                        a.txt 754
                        b.txt 4711
                        kept/sub 700
                        kept/one 644
                        set 640
                        dir/one 711
                        dir/sub 711
                        symbolic/one 600
                        symbolic/sub 700\
                        """);
    }

    @Test
    void timesAreKeptToTheSecond() {
        // Times are no part of what a step is found again by, so these must be files of their own.
        context.file("a.txt", "timed").file("dir/one", "timed");
        context.shell(
                "touch -d '2002-03-04 05:06:07Z' a.txt dir/one; touch -d '2003-01-01 00:00:00Z' dir/sub");
        tree("COPY a.txt /t/", "COPY dir /t/dir");
        assertThat(cooper.shell("tree", "cd /t; stat -c %Y a.txt dir/one dir/sub"))
                .isEqualTo("1015218367\n1015218367\n1041379200");
    }

    @Test
    void ownersModesAndLinksComeOutOfAStageAsTheyAre() {
        context.dockerfile(
                "FROM busybox AS made",
                "RUN mkdir -p /m/d && echo x > /m/f && chown 7:8 /m/f /m/d && chmod 2750 /m/d && ln /m/f /m/hard"
                        + " && ln -s /nowhere /m/dangling && touch -d @1000000000 /m/f && mkfifo /m/pipe",
                "FROM busybox",
                "COPY --from=made /m /t",
                "COPY --from=made --chown=9:9 /m/f /m/d /t2/");
        cooper.build(context, "-t", "out");
        assertThat(
                        cooper.shell(
                                "out",
                                "cd /t; stat -c '%n %u:%g %a %h %F' d f pipe; readlink dangling; stat -c %Y f;"
                                        + " [ f -ef hard ] && echo same; stat -c '%u:%g' /t2/f"))
                .isEqualTo(
                        """
                        d 7:8 2750 2 directory
                        f 7:8 644 2 regular file
                        pipe 0:0 644 1 fifo
                        /nowhere
                        1000000000
                        same
                        9:9\
                        """);
    }

    @Test
    void linksOnTheWay() {
        // The named source is followed, inside the context; links below it are copied as links.
        context.link("to-a", "a.txt")
                .link("to-dir", "dir")
                .link("escape", "../../../../../../etc/passwd");
        assertThat(tree("COPY to-a /t/file", "COPY to-dir /t/dir/"))
                .isEqualTo("./dir ./dir/link ./dir/one ./dir/sub ./dir/sub/two ./file");
        assertThat(cooper.shell("tree", "[ -L /t/file ] || cat /t/file")).isEqualTo("a");
        context.dockerfile("FROM busybox", "COPY escape /t/");
        assertThat(cooper.tryToBuild(context).exits(1).err()).contains("not found");
        context.shell("rm escape");
        // And so is a link in the image that the target goes through.
        assertThat(tree("RUN mkdir /t && ln -s /t/real /t/l && mkdir /t/real", "COPY a.txt /t/l/"))
                .isEqualTo("./l ./real ./real/a.txt");
    }

    @Test
    void ontoWhatIsThere() {
        assertThat(
                        tree(
                                "COPY a.txt /t/x",
                                "COPY b.txt /t/x",
                                "COPY dir /t/d",
                                "COPY a.txt /t/d",
                                "COPY dir/sub /t/d"))
                .isEqualTo("./d ./d/a.txt ./d/link ./d/one ./d/sub ./d/sub/two ./d/two ./x");
        assertThat(cooper.shell("tree", "cat /t/x")).isEqualTo("b");
        context.dockerfile("FROM busybox", "COPY a.txt /t/one", "COPY dir /t/one");
        assertThat(cooper.tryToBuild(context).exits(1).err())
                .contains("Dockerfile:3")
                .contains("/t/one")
                .doesNotContain("Exception");
    }

    @Test
    void filesWrittenInTheDockerfile() {
        context.dockerfile(
                "FROM busybox",
                "ARG NAME=world",
                "COPY <<one <<\"two\" /t/",
                "hello $NAME",
                "one",
                "hello $NAME",
                "two",
                "COPY --chmod=755 <<EOF /t/script",
                "#!/bin/sh",
                "echo ran",
                "EOF");
        cooper.build(context, "-t", "heredoc");
        assertThat(cooper.shell("heredoc", "cat /t/one /t/two; /t/script"))
                .isEqualTo("hello world\nhello $NAME\nran");
    }

    @Test
    void excludedParentsAndLinked() {
        assertThat(tree("COPY --exclude=sub --exclude=*.md dir /t")).isEqualTo("./link ./one");
        assertThat(tree("COPY --parents dir/sub/two /t/"))
                .isEqualTo("./dir ./dir/sub ./dir/sub/two");
        assertThat(tree("COPY --link a.txt /t/", "COPY --link dir /t/dir/"))
                .contains("./a.txt", "./dir/sub/two");
    }
}
