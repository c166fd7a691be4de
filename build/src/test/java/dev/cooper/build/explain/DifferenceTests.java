// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTests {
    private static final String RUN =
            """
            name [build 2/4] RUN make
            root sha256:1
            reads sha256:2
            step run
            argument /bin/sh
            argument -c
            argument make
            environment A=1
            environment PATH=/bin
            directory /
            user
            hostname h
            network HOST
            mount cache /c from -1  rw
            """;

    private static final String FILES =
            """
            d\t755\t0:0\t-\t-\t-\ta
            f\t644\t0:0\t3\t0011\t-\ta/b
            l\t777\t0:0\t-\tb\t-\ta/c
            f\t644\t0:0\t3\t0011\tff\ta/d
            """;

    private static String difference(String before, String now) {
        return new DefinitionDifference(StepFacts.of(before).lines(), StepFacts.of(now).lines())
                .first()
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "argument make            | argument make all          | the command was \"/bin/sh -c make\" and is \"/bin/sh -c make all\"",
                "environment A=1          | environment A=2            | argument or variable A was \"1\" and is \"2\"",
                "environment A=1          | environment A=1\\nenvironment B=x | argument or variable B is new: \"x\"",
                "environment A=1\\n        | ``                         | argument or variable A is gone: it was \"1\"",
                "directory /              | directory /w               | the working directory was \"/\" and is \"/w\"",
                "network HOST             | network NONE               | the network was \"HOST\" and is \"NONE\"",
                "mount cache /c from -1  rw | mount tmpfs /t           | mount was \"cache /c from -1  rw\" and is \"tmpfs /t\"",
                "mount cache /c from -1  rw\\n | ``                     | mount \"cache /c from -1  rw\" is gone",
                "step run                 | step run\\ndate 7           | SOURCE_DATE_EPOCH is new: \"7\"",
                "user                     | user                       | none",
            })
    void saysWhatChangedInADefinition(String before, String now, String words) {
        assertThat(difference(RUN, RUN.replace(unescaped(before), unescaped(now))))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-\\ta\\n | -\\ta\\n | none",
                "3\\t0011\\t-\\ta/b | 3\\t0022\\t-\\ta/b | a/b has other content: sha256:0011… before, sha256:0022… now",
                "f\\t644\\t0:0\\t3\\t0011\\t-\\ta/b | f\\t755\\t0:0\\t3\\t0011\\t-\\ta/b | a/b has another mode: 644 before, 755 now",
                "0:0\\t3\\t0011\\tff\\ta/d | 5:5\\t3\\t0011\\tff\\ta/d | a/d has another owner: 0:0 before, 5:5 now",
                "0011\\tff\\ta/d | 0011\\t-\\ta/d | a/d has other extended attributes",
                "-\\tb\\t-\\ta/c | -\\td\\t-\\ta/c | a/c led to b and leads to d",
                "l\\t777\\t0:0\\t-\\tb\\t-\\ta/c | f\\t777\\t0:0\\t-\\tb\\t-\\ta/c | a/c was a link and is a file",
                "ff\\ta/d | ff\\ta/e | a/d is gone (and 1 more file)",
            })
    void saysWhatChangedInFiles(String before, String now, String words) {
        String changed = FILES.replace(unescaped(before), unescaped(now));
        assertThat(FileDifference.first(FILES, changed).orElse("none")).isEqualTo(words);
    }

    private static String unescaped(String text) {
        return text.replace("\\t", "\t").replace("\\n", "\n");
    }

    @Test
    void aListThatWasCutOffSaysNothingOfFilesItDoesNotHave() {
        String cut = FILES.substring(0, FILES.indexOf("l\t")) + "...\n";
        assertThat(FileDifference.first(cut, FILES)).isEmpty();
        assertThat(FileDifference.first(cut, FILES.replace("a/b", "a/z"))).contains("a/b is gone");
    }

    @Test
    void theNearestStepIsTheOneWithMostInCommon() {
        StepFacts now = StepFacts.of(RUN);
        StepFacts otherFiles = StepFacts.of(RUN.replace("sha256:2", "sha256:3"));
        StepFacts otherRoot = StepFacts.of(RUN.replace("sha256:1", "sha256:3"));
        StepFacts otherCommand = StepFacts.of(RUN.replace("make", "true"));
        StepFacts stranger =
                StepFacts.of(RUN.replace("make", "true").replace("sha256:1", "sha256:9"));
        StepFacts otherKind = StepFacts.of(RUN.replace("step run", "step copy"));
        assertThat(now.nearness(otherFiles)).isGreaterThan(now.nearness(otherRoot));
        assertThat(now.nearness(otherRoot)).isGreaterThan(now.nearness(otherCommand));
        assertThat(now.nearness(otherCommand)).isPositive();
        assertThat(now.nearness(stranger)).isZero();
        assertThat(now.nearness(otherKind)).isZero();
        assertThat(now.instruction()).isEqualTo("RUN make");
    }
}
