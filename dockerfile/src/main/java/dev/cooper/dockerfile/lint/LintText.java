// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Excerpt;
import dev.cooper.dockerfile.SourceRange;
import java.util.Comparator;
import java.util.List;

/// Reports as docker prints them.
public final class LintText {
    private LintText() {}

    /// What `build --check` prints on its standard output, in the order of the file. `""` if there
    /// are no warnings, but a failure.
    ///
    /// @param path what to call the file, such as `sub/Dockerfile`
    public static String check(LintReport report, String path) {
        int count = report.warnings().size();
        if (count == 0) {
            return report.failure() == null ? "Check complete, no warnings found.\n" : "";
        }
        StringBuilder text = new StringBuilder("Check complete, ");
        text.append(count == 1 ? "1 warning has" : count + " warnings have");
        text.append(" been found!\n");
        for (LintWarning each : inOrder(report.warnings())) {
            LintRule rule = each.rule();
            text.append("\nWARNING: ").append(rule.id());
            text.append(rule.url().isEmpty() ? "" : " - " + rule.url()).append('\n');
            text.append(each.detail()).append('\n');
            excerpt(report, path, List.of(each.range()))
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private static List<LintWarning> inOrder(List<LintWarning> warnings) {
        return warnings.stream()
                .sorted(Comparator.comparingInt(each -> each.range().firstLine()))
                .toList();
    }

    /// The lines of the file that ranges are about, marked, with some around them; empty if there
    /// are no ranges.
    public static List<String> excerpt(LintReport report, String path, List<SourceRange> ranges) {
        String text = report.text();
        return Excerpt.lines(text.startsWith("\uFEFF") ? text.substring(1) : text, path, ranges);
    }
}
