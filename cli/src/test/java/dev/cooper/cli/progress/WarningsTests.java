// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.engine.CheckWarning;
import dev.cooper.engine.LineRange;
import org.junit.jupiter.api.Test;

class WarningsTests {
    static final CheckWarning CASING =
            new CheckWarning(
                    "FromAsCasing",
                    "The 'as' keyword should match the case of the 'from' keyword",
                    "https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
                    "'as' and 'FROM' keywords' casing do not match",
                    new LineRange(1, 1),
                    "Dockerfile:1\n--------------------\n   1 | >>> FROM alpine as a\n   2 |     \n--------------------");

    @Test
    void aLineForEach() {
        Warnings warnings = new Warnings("cooper", false);
        assertThat(warnings.isEmpty()).isTrue();
        warnings.add(CASING);
        assertThat(warnings.head()).isEqualTo(" 1 warning found (use cooper --debug to expand):");
        warnings.add("careful");
        assertThat(warnings.head()).isEqualTo(" 2 warnings found (use cooper --debug to expand):");
        assertThat(warnings.lines())
                .containsExactly(
                        " - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)",
                        " - careful");
    }

    @Test
    void theWholeOfIt() {
        Warnings warnings = new Warnings("docker", true);
        warnings.add(CASING);
        assertThat(warnings.head()).isEqualTo(" 1 warning found:");
        assertThat(warnings.lines())
                .containsExactly(
                        " - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)",
                        "The 'as' keyword should match the case of the 'from' keyword",
                        "More info: https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
                        "Dockerfile:1",
                        "--------------------",
                        "   1 | >>> FROM alpine as a",
                        "   2 |     ",
                        "--------------------",
                        "");
    }
}
