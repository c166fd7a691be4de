// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.lint.LintFailure;
import dev.cooper.dockerfile.lint.LintJson;
import dev.cooper.dockerfile.lint.LintReport;
import dev.cooper.dockerfile.lint.LintText;
import dev.cooper.dockerfile.lint.LintWarning;
import dev.cooper.dockerfile.outline.Outline;
import dev.cooper.dockerfile.outline.OutlineText;
import dev.cooper.dockerfile.outline.Targets;
import java.util.List;
import java.util.Optional;

/// What checks and outlines say, as this API's values.
final class CheckResults {
    private CheckResults() {}

    /// @param path what excerpts call the file
    static CheckReport report(LintReport report, String path) {
        return new CheckReport(
                warnings(report, path),
                Optional.ofNullable(report.failure()).map(each -> mistake(report, each, path)),
                LintText.check(report, path),
                LintJson.of(report) + "\n");
    }

    static List<CheckWarning> warnings(LintReport report, String path) {
        return report.warnings().stream().map(each -> warning(report, each, path)).toList();
    }

    private static CheckWarning warning(LintReport report, LintWarning warning, String path) {
        return new CheckWarning(
                warning.rule().id(),
                warning.rule().description(),
                warning.rule().url(),
                warning.detail(),
                lines(warning.range()),
                excerpt(report, List.of(warning.range()), path));
    }

    private static CheckReport.Mistake mistake(
            LintReport report, LintFailure failure, String path) {
        return new CheckReport.Mistake(failure.message(), excerpt(report, failure.ranges(), path));
    }

    private static String excerpt(LintReport report, List<SourceRange> ranges, String path) {
        return String.join("\n", LintText.excerpt(report, path, ranges));
    }

    private static LineRange lines(SourceRange range) {
        return new LineRange(range.firstLine(), range.lastLine());
    }

    static BuildOutline outline(Outline outline) {
        return new BuildOutline(
                outline.name(),
                outline.description(),
                outline.arguments().stream()
                        .map(each ->
                                new BuildOutline.Argument(
                                        each.name(),
                                        each.description(),
                                        each.value(),
                                        lines(each.range())))
                        .toList(),
                loans(outline.secrets()),
                loans(outline.sshAgents()),
                OutlineText.table(outline),
                OutlineText.json(outline) + "\n");
    }

    private static List<BuildOutline.Loan> loans(List<Outline.Input> inputs) {
        return inputs.stream()
                .map(each ->
                        new BuildOutline.Loan(each.name(), each.required(), lines(each.range())))
                .toList();
    }

    static BuildTargets targets(Targets targets) {
        return new BuildTargets(
                targets.targets().stream()
                        .map(each ->
                                new BuildTargets.Target(
                                        each.name(),
                                        each.standard(),
                                        each.description(),
                                        each.base(),
                                        each.platform(),
                                        lines(each.range())))
                        .toList(),
                targets.table(),
                targets.json() + "\n");
    }
}
