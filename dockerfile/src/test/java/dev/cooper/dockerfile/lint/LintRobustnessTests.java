// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.walk.WalkRequest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LintRobustnessTests {
    private static LintReport check(String text, boolean everyStage) throws Exception {
        return Linter.check(
                new LintRequest(
                        "Dockerfile",
                        text,
                        new WalkRequest(null, everyStage, Map.of(), new TestFacts()),
                        IgnoreFile.parse("build\n!build/x*\n")));
    }

    @Test
    void mutatedFilesNeverDoWorseThanAFailure() throws Exception {
        String text =
                "# check=skip=UndefinedVar;experimental=all\n# A is a\nARG A=1\n"
                        + "FROM --platform=$P alpine:${A:-x} as b\n# check=skip=all\n"
                        + "RUN --mount=type=cache,target=/c,from=b x \\\n y\n"
                        + "COPY --from=b <<EOF build /d\n$x\nEOF\nENV a=\"b c\" d='e'\nENV e f\n"
                        + "EXPOSE 1:2/TCP\nONBUILD COPY a b\nFROM b AS C\nWORKDIR x\nCMD x\nCMD y\n";
        long seed = Long.getLong("tests.seed", 42);
        Random random = new Random(seed);
        String pieces = "\\\n\"'$ {}[]<>=-,#EFROMRUNCOPY\t\0é:/";
        int warnings = 0;
        int failures = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder mutated = new StringBuilder(text);
            for (int k = random.nextInt(6); k >= 0; k--) {
                int at = random.nextInt(mutated.length());
                char c = pieces.charAt(random.nextInt(pieces.length()));
                if (random.nextBoolean()) {
                    mutated.setCharAt(at, c);
                } else {
                    mutated.insert(at, c);
                }
            }
            try {
                LintReport report = check(mutated.toString(), random.nextBoolean());
                warnings += report.warnings().size();
                failures += report.failure() == null ? 0 : 1;
                assertThat(LintText.check(report, "Dockerfile") + LintJson.of(report)).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("repeat with -Dtests.seed=" + seed + ":\n" + mutated, e);
            }
        }
        assertThat(warnings).isPositive();
        assertThat(failures).isPositive();
    }

    @Test
    void manyStagesAndManyInstructionsAreGoneThroughOnce() throws Exception {
        StringBuilder stages = new StringBuilder("FROM alpine AS s0\n");
        for (int i = 1; i < 5_000; i++) {
            stages.append("FROM s%d AS s%d\nENV name v\n".formatted(i - 1, i));
        }
        assertThat(check(stages.toString(), false).warnings()).hasSize(4_999);
        String instructions = "FROM alpine\n" + "LABEL name v\n".repeat(100_000);
        assertThat(check(instructions, true).warnings()).hasSize(100_000);
    }
}
