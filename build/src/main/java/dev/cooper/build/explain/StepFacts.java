// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is remembered of a step, taken apart.
///
/// @param name `[build 2/4] RUN make`; empty if nobody knows
/// @param root the key of what it builds on; null for nothing
/// @param reads digests of what it reads of its sources
/// @param lines its definition
record StepFacts(String name, @Nullable String root, List<String> reads, List<Line> lines) {
    /// A line of a definition: `environment`, and `KEY=value`.
    record Line(String key, String value) {
        static Line of(String text) {
            int space = text.indexOf(' ');
            return space < 0
                    ? new Line(text, "")
                    : new Line(text.substring(0, space), text.substring(space + 1));
        }
    }

    static StepFacts of(String detail) {
        String name = "";
        String root = null;
        List<String> reads = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (String each : detail.lines().toList()) {
            Line line = Line.of(each);
            boolean begun = !lines.isEmpty();
            if (!begun && line.key().equals("name")) {
                name = line.value();
            } else if (!begun && line.key().equals("root")) {
                root = line.value();
            } else if (!begun && line.key().equals("reads")) {
                reads.add(line.value());
            } else {
                lines.add(line);
            }
        }
        return new StepFacts(name, root, List.copyOf(reads), List.copyOf(lines));
    }

    /// `run`, `copy`, `workdir`.
    String kind() {
        return lines.isEmpty() || !lines.getFirst().key().equals("step")
                ? ""
                : lines.getFirst().value();
    }

    /// The name without the part in brackets, which changes with what stands around a step.
    String instruction() {
        int end = name.startsWith("[") ? name.indexOf("] ") : -1;
        return end < 0 ? name : name.substring(end + 2);
    }

    private String stage() {
        int end = name.startsWith("[") ? name.indexOf(']') : -1;
        String inside = end < 0 ? "" : name.substring(1, end);
        int space = inside.indexOf(' ');
        return space < 0 ? "" : inside.substring(0, space);
    }

    boolean sameRoot(StepFacts other) {
        return root == null ? other.root == null : root.equals(other.root);
    }

    /// How near another step is; 0 for one that has nothing to do with this.
    int nearness(StepFacts other) {
        if (!kind().equals(other.kind()) || kind().isEmpty()) {
            return 0;
        }
        boolean sameInstruction = instruction().equals(other.instruction());
        boolean sameLines = lines.equals(other.lines);
        boolean related = sameInstruction || sameLines || name.equals(other.name);
        int near = 0;
        near += sameLines ? 400 : 100 * common(other) / Math.max(1, lines.size());
        near += sameRoot(other) ? 300 : 0;
        near += name.equals(other.name) ? 200 : 0;
        near += sameInstruction ? 200 : 0;
        near += reads.equals(other.reads) ? 100 : 0;
        near += stage().equals(other.stage()) ? 50 : 0;
        return related || (sameRoot(other) && root != null) ? near : 0;
    }

    private int common(StepFacts other) {
        Set<Line> theirs = new HashSet<>(other.lines);
        return (int) lines.stream().filter(theirs::contains).count();
    }
}
