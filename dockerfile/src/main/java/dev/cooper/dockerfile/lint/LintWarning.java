// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.SourceRange;

/// Something that works and yet should be written otherwise.
///
/// @param detail what is wrong here, in one line
/// @param range the lines that it is about
public record LintWarning(LintRule rule, String detail, SourceRange range) {
    /// All of it in a line, as a build lists it: `Rule: detail (line 3)`.
    public String summary() {
        return rule.id() + ": " + detail + " (line " + range.firstLine() + ")";
    }
}
