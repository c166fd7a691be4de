// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// Something in a Dockerfile that works and yet should be written otherwise.
///
/// @param rule its id, such as `JSONArgsRecommended`
/// @param description what the rule is about, in one sentence
/// @param url where docker's manual explains the rule; `""` if it doesn't
/// @param message what is wrong here, in one line
/// @param excerpt the lines around it with the culprits marked, as docker prints them
public record CheckWarning(
        String rule,
        String description,
        String url,
        String message,
        LineRange lines,
        String excerpt) {
    /// All of it in a line, as docker lists it: `Rule: message (line 3)`.
    public String summary() {
        return rule + ": " + message + " (line " + lines.first() + ")";
    }
}
