// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Excerpt;
import dev.cooper.dockerfile.SourceRange;
import java.util.ArrayList;
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

    private static List<String> excerpt(LintReport report, String path, List<SourceRange> ranges) {
        String text = report.text();
        return Excerpt.lines(text.startsWith("\uFEFF") ? text.substring(1) : text, path, ranges);
    }

    /// What follows `ERROR: ` on the standard error of `build --check`, or of the build; empty if
    /// there is no failure. An empty line parts it from warnings before it.
    public static List<String> failure(LintReport report, String path) {
        LintFailure failure = report.failure();
        if (failure == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(failure.message());
        lines.addAll(excerpt(report, path, failure.ranges()));
        return lines;
    }

    /// The lines that a build prints after it is done, or has failed; empty if there are no
    /// warnings.
    ///
    /// @param all whether to tell everything about each warning, as `docker --debug` does
    public static List<String> afterBuild(LintReport report, String path, boolean all) {
        int count = report.warnings().size();
        if (count == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                " "
                        + (count == 1 ? "1 warning" : count + " warnings")
                        + " found"
                        + (all ? ":" : " (use docker --debug to expand):"));
        for (LintWarning each : report.warnings()) {
            lines.add(" - " + each.summary());
            if (all) {
                lines.add(each.rule().description());
                if (!each.rule().url().isEmpty()) {
                    lines.add("More info: " + each.rule().url());
                }
                lines.addAll(excerpt(report, path, List.of(each.range())));
                lines.add("");
            }
        }
        return lines;
    }

    /// The exit status of `build --check`: 1 if there is anything to say.
    public static int status(LintReport report) {
        return report.isClean() ? 0 : 1;
    }
}
