// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.dockerfile.walk.WalkRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LintOutputTests {
    private static final String BAD =
            """
            # check=error=true
            FROM for-arm64 as build

            MAINTAINER me
            CMD \\
              serve <now>
            """;

    private static LintReport check(String text) {
        return Linter.check(
                new LintRequest(
                        "Dockerfile",
                        text,
                        new WalkRequest(null, true, Map.of(), new TestFacts()),
                        null));
    }

    @Test
    void warningsAreShownInTheirPlaces() {
        LintReport report = check(BAD);
        assertThat(LintText.check(report, "sub/Dockerfile"))
                .isEqualTo(
                        """
                        Check complete, 4 warnings have been found!

                        WARNING: FromAsCasing - https://docs.docker.com/go/dockerfile/rule/from-as-casing/
                        'as' and 'FROM' keywords' casing do not match
                        sub/Dockerfile:2
                        --------------------
                           1 |     # check=error=true
                           2 | >>> FROM for-arm64 as build
                           3 |    \s
                           4 |     MAINTAINER me
                        --------------------

                        WARNING: InvalidBaseImagePlatform
                        Base image for-arm64 was pulled with platform "linux/arm64", expected "linux/amd64" for current build
                        sub/Dockerfile:2
                        --------------------
                           1 |     # check=error=true
                           2 | >>> FROM for-arm64 as build
                           3 |    \s
                           4 |     MAINTAINER me
                        --------------------

                        WARNING: MaintainerDeprecated - https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/
                        Maintainer instruction is deprecated in favor of using label
                        sub/Dockerfile:4
                        --------------------
                           2 |     FROM for-arm64 as build
                           3 |    \s
                           4 | >>> MAINTAINER me
                           5 |     CMD \\
                           6 |       serve <now>
                        --------------------

                        WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/
                        JSON arguments recommended for CMD to prevent unintended behavior related to OS signals
                        sub/Dockerfile:5
                        --------------------
                           4 |     MAINTAINER me
                           5 | >>> CMD \\
                           6 | >>>   serve <now>
                           7 |    \s
                        --------------------
                        """);
        LintFailure failure = Objects.requireNonNull(report.failure());
        assertThat(failure.message())
                .isEqualTo(
                        "lint violation found for rules: FromAsCasing, InvalidBaseImagePlatform,"
                                + " JSONArgsRecommended, MaintainerDeprecated");
        assertThat(LintText.excerpt(report, "Dockerfile", failure.ranges()))
                .containsExactly(
                        "Dockerfile:1",
                        "--------------------",
                        "   1 | >>> # check=error=true",
                        "   2 |     FROM for-arm64 as build",
                        "   3 |     ",
                        "--------------------");
    }

    @Test
    void oneAndNone() {
        assertThat(LintText.check(check("FROM alpine as a\n"), "Dockerfile"))
                .startsWith("Check complete, 1 warning has been found!\n\nWARNING: FromAsCasing");
        LintReport clean = check("FROM alpine\n");
        assertThat(LintText.check(clean, "Dockerfile"))
                .isEqualTo("Check complete, no warnings found.\n");
        assertThat(clean.isClean()).isTrue();
        LintReport broken = check("FROM alpine\nRUNN\n");
        assertThat(LintText.check(broken, "Dockerfile")).isEmpty();
        assertThat(broken.isClean()).isFalse();
        LintReport marked = check("\uFEFFFROM alpine as a\n");
        assertThat(
                        LintText.excerpt(
                                marked,
                                "Dockerfile",
                                List.of(marked.warnings().getFirst().range())))
                .contains("   1 | >>> FROM alpine as a");
    }

    @Test
    void jsonHasTheReferenceBuildersShape() {
        LintReport report = check("FROM alpine\nCMD \\\n a \"<b>\"\nRUNN\n");
        assertThat(LintJson.of(report))
                .isEqualTo(
                        """
                        {
                          "warnings": [],
                          "sources": [
                            {
                              "filename": "Dockerfile",
                              "data": "RlJPTSBhbHBpbmUKQ01EIFwKIGEgIjxiPiIKUlVOTgo=",
                              "language": "Dockerfile"
                            }
                          ],
                          "buildError": {
                            "message": "dockerfile parse error on line 4: unknown instruction: RUNN (did you mean RUN?)",
                            "location": {
                              "ranges": [
                                {
                                  "start": {
                                    "line": 4
                                  },
                                  "end": {
                                    "line": 4
                                  }
                                }
                              ]
                            }
                          }
                        }\
                        """);
        String described = LintJson.of(check("# check=experimental=all\n# x\nFROM alpine AS a\n"));
        assertThat(described)
                .contains("`# \\u003carg/stage name\\u003e \\u003cdescription\\u003e`")
                .contains("\"detail\": \"Comment for FROM should follow");
        assertThat(LintJson.of(check("FROM alpine\nCMD \\\n a\n")))
                .contains(
                        """
                              "location": {
                                "ranges": [
                                  {
                                    "start": {
                                      "line": 2
                                    },
                                    "end": {
                                      "line": 2
                                    }
                                  },
                                  {
                                    "start": {
                                      "line": 3
                                    },
                        """);
        assertThat(LintJson.of(check("FROM for-arm64\n"))).doesNotContain("\"url\"");
        assertThat(LintJson.of(check("FROM alpine\n#\udcff\n"))).contains("RlJPTSBhbHBpbmUKI/8K");
    }

    @Test
    void rulesHaveTheirNamesAndAddresses() {
        assertThat(LintRule.values()).hasSize(22);
        assertThat(LintRule.of("SecretsUsedInArgOrEnv"))
                .contains(LintRule.SECRETS_USED_IN_ARG_OR_ENV);
        assertThat(LintRule.of("None")).isEmpty();
        assertThat(LintRule.JSON_ARGS_RECOMMENDED.url())
                .isEqualTo("https://docs.docker.com/go/dockerfile/rule/json-args-recommended/");
    }
}
