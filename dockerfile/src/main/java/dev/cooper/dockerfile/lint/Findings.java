// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.Descriptions;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects warnings of the rules that count.
final class Findings {
    private static final Pattern CHECK =
            Pattern.compile("check\\s*=\\s*(\\S+)(?:\\s.*)?", Pattern.CASE_INSENSITIVE);

    private final LintConfig config;
    private final Descriptions descriptions;
    private final List<LintWarning> warnings = new ArrayList<>();

    /// @param descriptions knows which lines above an instruction are its comments
    Findings(LintConfig config, Descriptions descriptions) {
        this.config = config;
        this.descriptions = descriptions;
    }

    /// Adds a warning that no comment can take away.
    void add(LintRule rule, SourceRange range, String detail) {
        add(config, rule, range, detail);
    }

    /// Adds a warning, if no `# check=skip=` above the instruction says otherwise.
    void add(LintRule rule, Instruction by, String detail) {
        add(rule, by, by.range(), detail);
    }

    /// As the other, about other lines than those of the instruction.
    void add(LintRule rule, Instruction by, SourceRange range, String detail) {
        add(config(by), rule, range, detail);
    }

    private void add(LintConfig config, LintRule rule, SourceRange range, String detail) {
        if (config.counts(rule)) {
            warnings.add(new LintWarning(rule, detail, range));
        }
    }

    /// The first such comment counts; one that is malformed says nothing.
    private LintConfig config(Instruction by) {
        for (String comment : descriptions.all(by)) {
            Matcher matcher = CHECK.matcher(comment);
            if (matcher.matches()) {
                try {
                    return config.and(LintConfig.parse(matcher.group(1)));
                } catch (DockerfileException e) {
                    return config;
                }
            }
        }
        return config;
    }

    LintConfig config() {
        return config;
    }

    List<LintWarning> warnings() {
        return warnings;
    }
}
