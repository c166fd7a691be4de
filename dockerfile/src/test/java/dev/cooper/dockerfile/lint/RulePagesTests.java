// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.walk.WalkRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each rule has a page, and what the page shows is so. A first line `# .dockerignore: x` of an
/// example is its ignore file.
class RulePagesTests {
    private static final Path PAGES = Path.of("../docs/lint");
    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "## (?:Also )?(Bad|bad|Good|good)\n\n```dockerfile\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OUTPUT = Pattern.compile("## Output\n\n```text\n(.*?)\n```");

    private static List<LintWarning> check(String example) throws Exception {
        Matcher ignore = Pattern.compile("# \\.dockerignore: (.*)").matcher(example);
        LintReport report =
                Linter.check(
                        new LintRequest(
                                "Dockerfile",
                                example,
                                new WalkRequest(null, true, Map.of(), new TestFacts()),
                                ignore.lookingAt() ? IgnoreFile.parse(ignore.group(1)) : null));
        return report.warnings();
    }

    @ParameterizedTest
    @EnumSource
    void thePageShowsTheRule(LintRule rule) throws Exception {
        String page = Files.readString(PAGES.resolve(rule.id() + ".md"));
        List<String> found = new ArrayList<>();
        int good = 0;
        Matcher examples = EXAMPLE.matcher(page);
        while (examples.find()) {
            List<String> details =
                    check(examples.group(2)).stream()
                            .filter(each -> each.rule() == rule)
                            .map(LintWarning::detail)
                            .toList();
            if (examples.group(1).equalsIgnoreCase("bad")) {
                assertThat(details).as(examples.group(2)).isNotEmpty();
                found.addAll(details);
            } else {
                assertThat(details).as(examples.group(2)).isEmpty();
                good++;
            }
        }
        assertThat(good).isPositive();
        Matcher output = OUTPUT.matcher(page);
        assertThat(output.find()).isTrue();
        assertThat(found).contains(output.group(1));
    }

    @Test
    void theIndexNamesThemAll() throws Exception {
        String index = Files.readString(PAGES.resolve("README.md"));
        for (LintRule rule : LintRule.values()) {
            assertThat(index).contains("| [" + rule.id() + "](" + rule.id() + ".md) |");
        }
    }
}
