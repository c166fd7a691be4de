// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.distribution.HelpPage.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A program of four pages, and what is made of them.
class ManualTests {
    private static final Map<List<String>, String> PAGES =
            Map.of(
                    List.of(),
                    """
                    Usage:  cooper [OPTIONS] COMMAND

                    Does things

                    Common Commands:
                      tag         Name it's own
                      image       Manage images

                    Global Options:
                          --root string   Folder

                    Run 'cooper COMMAND --help' for more information on a command.
                    """,
                    List.of("image"),
                    """
                    Usage:  cooper image COMMAND

                    Commands:
                      rm          Remove images
                      tag         Name it's own

                    Run 'cooper image COMMAND --help' for more information on a command.
                    """,
                    List.of("tag"),
                    """
                    Usage:  cooper tag IMAGE NAME

                    Name it's own

                    Aliases:
                      cooper image tag, cooper tag
                    """,
                    List.of("image", "tag"),
                    """
                    Usage:  cooper tag IMAGE NAME

                    Name it's own

                    Aliases:
                      cooper image tag, cooper tag
                    """,
                    List.of("image", "rm"),
                    """
                    Usage:  cooper image rm [OPTIONS] IMAGE [IMAGE...]
                    \tcooper image rm --all

                    Remove images

                    Aliases:
                      cooper image rm, cooper image remove

                    Options:
                      -f, --force           Do: it
                          --filter string   Only some
                    """);

    private Manual manual;

    @BeforeEach
    void ask() throws InterruptedException {
        manual = Manual.of("cooper", List.of(), words -> PAGES.getOrDefault(words, ""));
    }

    @Test
    void everyVerbIsThereOnceAndEveryCallOfIt() {
        assertThat(manual.verbs()).containsOnlyKeys("image rm", "tag");
        assertThat(manual.calls()).containsOnlyKeys("image remove", "image rm", "image tag", "tag");
        assertThat(manual.parents()).containsExactly("", "image");
        assertThat(manual.next("")).containsOnlyKeys("tag", "image");
        assertThat(manual.next("image")).containsOnlyKeys("rm", "tag", "remove");
        assertThat(manual.next("tag")).isEmpty();
    }

    @Test
    void aPageIsTakenApart() {
        HelpPage page = manual.verbs().getOrDefault("image rm", manual.general());
        assertThat(page.synopsis()).containsExactly("[OPTIONS] IMAGE [IMAGE...]", "--all");
        assertThat(page.summary()).isEqualTo("Remove images");
        assertThat(page.flags())
                .containsExactly(
                        new Flag(List.of("-f", "--force"), "", "Do: it"),
                        new Flag(List.of("--filter"), "string", "Only some"));
        assertThat(Arguments.of(page)).isEqualTo(Arguments.IMAGES);
    }

    @Test
    void helpOfAnotherProgramIsRefused() {
        assertThatThrownBy(() -> HelpPage.parse("cooper", "Usage:  docker ps\n"))
                .hasMessageContaining("docker ps");
    }

    @Test
    void manPagesNameOptionsAndHideWhatTroffWouldRead() {
        Map<String, String> pages = new ManPages(manual, "1.0", "2026-01-01").all();
        assertThat(pages).containsOnlyKeys("cooper.1", "cooper-image-rm.1", "cooper-tag.1");
        assertThat(pages.get("cooper-image-rm.1"))
                .contains(".TH COOPER\\-IMAGE\\-RM 1 2026-01-01")
                .contains("\\fB\\-f\\fR, \\fB\\-\\-force\\fR\nDo: it")
                .contains("\\fB\\-\\-filter\\fR \\fIstring\\fR");
        assertThat(ManPages.text(".so x")).isEqualTo("\\&.so x");
    }

    /// What bash itself completes with it.
    @Test
    void bashCompletes() throws IOException, InterruptedException {
        assertThat(completed("cooper", "im")).isEqualTo("image");
        assertThat(completed("cooper", "image", "r")).isEqualTo("rm remove");
        assertThat(completed("cooper", "--root", "x", "image", "rm", "--f"))
                .isEqualTo("--force --filter");
        assertThat(completed("cooper", "image", "rm", "--filter", "x", "-")).contains("--force");
        assertThat(completed("cooper", "tag", "im")).isEmpty();
    }

    private String completed(String... words) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder(BashCompletion.of(manual));
        script.append("cooper() { :; }\nCOMP_WORDS=(");
        for (String word : words) {
            script.append(ShellText.quoted(word)).append(' ');
        }
        script.append(")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\nCOMP_LINE=\"${COMP_WORDS[*]}\"\n");
        script.append("COMP_POINT=${#COMP_LINE}\n_cooper\necho \"${COMPREPLY[*]}\"\n");
        Process bash = new ProcessBuilder("bash", "-c", script.toString()).start();
        bash.getOutputStream().close();
        String out =
                new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String err = new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(err).isZero();
        return out;
    }

    @Test
    void quotesOfSummariesStayInside() {
        assertThat(ZshCompletion.of(manual)).contains("'tag:Name it'\\''s own'");
        assertThat(FishCompletion.of(manual)).contains("-d 'Name it\\'s own'");
        assertThat(ZshCompletion.of(manual)).contains("'--force:Do\\: it'");
    }
}
