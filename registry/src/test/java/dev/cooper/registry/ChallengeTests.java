// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTests {
    private static List<Challenge> parse(String... headers) {
        return Challenge.parse(List.of(headers));
    }

    private static Challenge of(String scheme, String... parameters) {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return new Challenge(scheme, all);
    }

    @Test
    void parametersInAnyOrderAndAnyCase() {
        Challenge expected =
                of(
                        "bearer",
                        "realm",
                        "https://a/t",
                        "service",
                        "s",
                        "scope",
                        "repository:a:pull,push");
        assertThat(
                        parse(
                                "Bearer realm=\"https://a/t\",service=\"s\",scope=\"repository:a:pull,push\""))
                .containsExactly(expected);
        assertThat(
                        parse(
                                "BEARER  SCOPE = \"repository:a:pull,push\" ,\tService=s, Realm=\"https://a/t\""))
                .containsExactly(expected);
    }

    @Test
    void severalInOneHeaderAndInSeveral() {
        assertThat(
                        parse(
                                "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\""))
                .containsExactly(
                        of("newauth", "realm", "apps", "type", "1", "title", "Login to \"apps\""),
                        of("basic", "realm", "simple"));
        assertThat(parse("Negotiate", "Basic realm=\"x\"", ""))
                .containsExactly(of("negotiate"), of("basic", "realm", "x"));
        assertThat(parse("Negotiate YWJj==, Basic realm=x, NTLM"))
                .containsExactly(of("negotiate"), of("basic", "realm", "x"), of("ntlm"));
        assertThat(parse("Negotiate a87421000492aa874209af8bc028, Basic realm=x"))
                .containsExactly(of("negotiate"), of("basic", "realm", "x"));
    }

    @Test
    void whatCannotBeReadEndsTheHeader() {
        assertThat(parse("Bearer realm=\"never ends")).containsExactly(of("bearer"));
        assertThat(parse("\"", "=", ",,,", "@")).isEmpty();
        assertThat(parse("Basic realm=a, <evil>")).containsExactly(of("basic", "realm", "a"));
    }

    @Test
    void noTextTakesForever() {
        long seed = 20260101;
        Random random = new Random(seed);
        String letters = "aB=\", \t\\;/~";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(parse(text.toString())).as("%s", text).hasSizeLessThanOrEqualTo(17);
        }
    }
}
