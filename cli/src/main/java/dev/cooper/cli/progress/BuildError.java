// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.engine.CooperException;
import java.util.ArrayList;
import java.util.List;

/// What docker prints below a build that failed: the failed step with the end of its log, the lines
/// of the Dockerfile, the error.
public final class BuildError {
    private static final String RULE = "------";

    private BuildError() {}

    /// Lines, each with its newline.
    public static String of(CooperException.BuildFailed failed) {
        StringBuilder out = new StringBuilder();
        List<String> tail = lines(failed.logTail());
        if (!tail.isEmpty()) {
            out.append(RULE).append('\n');
            for (String line : tail) {
                if (!line.equals(RULE)) {
                    out.append(line).append('\n');
                }
            }
            out.append(RULE).append('\n');
        }
        lines(failed.excerpt()).forEach(line -> out.append(line).append('\n'));
        String message = String.valueOf(failed.getMessage());
        return out.append("ERROR: ")
                .append(message.startsWith("failed to solve: ") ? "" : "failed to solve: ")
                .append(message)
                .append('\n')
                .toString();
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            lines.add(text.substring(from, to));
            from = to + 1;
        }
        return lines;
    }
}
