// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.engine.CheckWarning;
import java.util.ArrayList;
import java.util.List;

/// What a build warns of, kept until its end, and docker's list of it. Not thread-safe.
public final class Warnings {
    private final String program;
    private final boolean whole;
    private final List<String> lines = new ArrayList<>();
    private int count;

    /// @param program the name that this was called by, for the hint at `--debug`
    /// @param whole whether to tell everything about each warning, as `docker --debug` does
    public Warnings(String program, boolean whole) {
        this.program = program;
        this.whole = whole;
    }

    void add(String text) {
        count++;
        lines.add(" - " + text);
        if (whole) {
            lines.add("");
        }
    }

    void add(CheckWarning warning) {
        count++;
        lines.add(" - " + warning.summary());
        if (whole) {
            lines.add(warning.description());
            if (!warning.url().isEmpty()) {
                lines.add("More info: " + warning.url());
            }
            lines.addAll(List.of(warning.excerpt().split("\n", -1)));
            lines.add("");
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// The line above the list.
    String head() {
        return " "
                + (count == 1 ? "1 warning" : count + " warnings")
                + " found"
                + (whole ? ":" : " (use " + program + " --debug to expand):");
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
