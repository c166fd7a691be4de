// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.Descriptions;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.Position;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Warning;
import java.util.List;
import java.util.Locale;

/// Rules that look at one instruction by itself, or at its lines.
final class ParseRules {
    private final Findings findings;
    private final Descriptions descriptions;

    ParseRules(Findings findings, Descriptions descriptions) {
        this.findings = findings;
        this.descriptions = descriptions;
    }

    /// The end of the instruction is blamed, not the empty line in it.
    void check(Warning warning) {
        LintRule rule = LintRule.of(warning.rule()).orElse(LintRule.NO_EMPTY_CONTINUATION);
        Position end = warning.range().end();
        findings.add(rule, new SourceRange(new Position(end.line(), 0), end), warning.message());
    }

    void check(Instruction instruction) {
        if (instruction instanceof Maintainer) {
            findings.add(
                    LintRule.MAINTAINER_DEPRECATED,
                    instruction,
                    "Maintainer instruction is deprecated in favor of using label");
        } else if (instruction instanceof From from && from.alias() != null) {
            checkName(from, from.alias());
        } else if (instruction instanceof Arg arg) {
            checkDescription(arg, arg.pairs().stream().map(ArgPair::key).toList());
        }
    }

    private void checkName(From from, String alias) {
        String lower = alias.toLowerCase(Locale.ROOT);
        if (!alias.equals(lower)) {
            findings.add(
                    LintRule.STAGE_NAME_CASING,
                    from,
                    "Stage name '" + alias + "' should be lowercase");
        }
        String keyword = Keywords.written(from);
        String as = Keywords.as(from, alias);
        // A keyword in mixed capitals is another rule's.
        boolean differs =
                (Keywords.isLower(keyword) && !Keywords.isLower(as))
                        || (Keywords.isUpper(keyword) && !Keywords.isUpper(as));
        if (differs) {
            findings.add(
                    LintRule.FROM_AS_CASING,
                    from,
                    "'" + as + "' and '" + keyword + "' keywords' casing do not match");
        }
        checkDescription(from, List.of(lower));
    }

    private void checkDescription(Instruction instruction, List<String> names) {
        List<String> comments = descriptions.near(instruction);
        if (comments.isEmpty()) {
            return;
        }
        String comment = comments.getLast();
        int blank = comment.indexOf(' ');
        if (!names.contains(blank < 0 ? comment : comment.substring(0, blank))) {
            findings.add(
                    LintRule.INVALID_DEFINITION_DESCRIPTION,
                    instruction,
                    "Comment for "
                            + instruction.keyword()
                            + " should follow the format: `# "
                            + (names.size() == 1 ? names.getFirst() : "<arg_key>")
                            + " <description>`");
        }
    }
}
