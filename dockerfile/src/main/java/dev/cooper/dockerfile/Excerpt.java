// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// The lines of a Dockerfile around an error, drawn as docker draws them. Immutable.
public final class Excerpt {
    private static final String RULE = "-".repeat(20);

    /// Lines shown around a culprit of one line; one of many lines shows enough by itself.
    private static final int CONTEXT = 2;

    private static final int LITTLE_CONTEXT = 1;

    /// Of longer lines only the beginning is shown.
    private static final int MOST_LINE = 500;

    private Excerpt() {}

    /// The drawing, a line each, without newlines; empty if there is nothing to mark.
    ///
    /// @param text the whole file
    /// @param fileName the name to print above
    /// @param ranges the lines to mark
    public static List<String> lines(String text, String fileName, List<SourceRange> ranges) {
        if (ranges.isEmpty()) {
            return List.of();
        }
        List<String> all = List.of(text.split("\n", -1));
        int first = ranges.stream().mapToInt(SourceRange::firstLine).min().orElse(1);
        int last = ranges.stream().mapToInt(SourceRange::lastLine).max().orElse(1);
        int around = first == last ? CONTEXT : LITTLE_CONTEXT;
        int from = Math.max(1, first - around);
        int to = Math.min(all.size(), last + around);
        List<String> lines = new ArrayList<>();
        lines.add(fileName + ":" + first);
        lines.add(RULE);
        for (int line = from; line <= to; line++) {
            int number = line;
            boolean marked =
                    ranges.stream()
                            .anyMatch(each ->
                                    each.firstLine() <= number && number <= each.lastLine());
            String content = all.get(line - 1);
            String plain =
                    content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
            lines.add(
                    " " + padded(line) + " | " + (marked ? ">>>" : "   ") + " " + shortened(plain));
        }
        lines.add(RULE);
        return List.copyOf(lines);
    }

    private static String shortened(String line) {
        return line.length() > MOST_LINE ? line.substring(0, MOST_LINE) + "..." : line;
    }

    /// Not by a format: its first use loads what the locale has to say about numbers, which takes
    /// longer than a small build.
    private static String padded(int line) {
        String number = Integer.toString(line);
        return " ".repeat(Math.max(0, 3 - number.length())) + number;
    }
}
