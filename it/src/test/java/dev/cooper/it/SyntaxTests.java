// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a Dockerfile is read: directives, comments, continued lines, case, expansion.
@Tag("once")
class SyntaxTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void emptyContext() {
        context = Context.in(here);
    }

    private String label(String dockerfile) {
        context.file("Dockerfile", dockerfile);
        cooper.build(context, "-t", "image");
        return cooper.ok("inspect", "-f", "{{.Config.Labels.v}}", "image").text();
    }

    @Test
    void continuedLinesAndComments() {
        context.file(
                "Dockerfile",
                """
                # a comment
                from busybox
                  # an indented one
                rUn echo one > /f && \\
                # in the middle
                    echo two >> /f \\

                    && echo '# no comment' >> /f \\\s\s
                  && echo three >> /f
                RUN echo "a\\
                b" >> /f # passed to the shell
                """);
        cooper.build(context, "-t", "continued");
        assertThat(cooper.shell("continued", "cat /f"))
                .isEqualTo("one\ntwo\n# no comment\nthree\nab");
    }

    @Test
    void directives() {
        assertThat(
                        label(
                                "# syntax=docker/dockerfile:1\n# escape=`\n\nFROM scratch\nLABEL v=\"a`\nb\" w=\\x\n"))
                .isEqualTo("ab");
        // After a comment it is one itself.
        assertThat(label("# comment\n# escape=`\nFROM scratch\nLABEL v=a`b\n")).isEqualTo("a`b");
        assertThat(label("#!/usr/bin/env docker\n# check=skip=all\nFROM scratch\nLABEL v=1\n"))
                .isEqualTo("1");
    }

    @Test
    void lineEndsAndAByteOrderMark() {
        assertThat(label("\ufeff# escape=`\r\nFROM scratch\r\nLABEL v=a`\r\nb\r\n"))
                .isEqualTo("ab");
        assertThat(label("FROM scratch\nLABEL v=last")).isEqualTo("last");
    }

    @Test
    void quotesAndBlanks() {
        assertThat(label("FROM scratch\nLABEL   v=\"a  b\"'  c'\\ d\t  w=1\n"))
                .isEqualTo("a  b  c d");
        assertThat(label("FROM scratch\nLABEL v  the old  form\n")).isEqualTo("the old  form");
        assertThat(label("FROM scratch\nENV A=1\nLABEL v='$A'\"$A\\$A\"\\$A\n"))
                .isEqualTo("$A1$A$A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "$A            | one.two.three",
                "x${A}x        | xone.two.threex",
                "$A_B-         | -",
                "${NONE:-else} | else",
                "${EMPTY:-else}| else",
                "${EMPTY-else} | ''",
                "${A:+set}     | set",
                "${NONE+set}   | ''",
                "${A#*.}       | two.three",
                "${A##*.}      | three",
                "${A%.*}       | one.two",
                "${A%%.*}      | one",
                "${A/./-}      | one-two.three",
                "${A//./-}     | one-two-three",
                "${NONE:-${A}} | one.two.three",
                "\\$A          | $A",
            })
    void expansion(String word, String expanded) {
        assertThat(label("FROM scratch\nENV A=one.two.three EMPTY=\nLABEL v=" + word + "\n"))
                .isEqualTo(expanded);
    }

    @Test
    void aVariableThatMustBeSet() {
        context.dockerfile("FROM scratch", "LABEL v=${MUST:?needed}");
        assertThat(cooper.tryToBuild(context).exits(1).err())
                .contains("Dockerfile:2")
                .contains("MUST: needed");
    }
}
