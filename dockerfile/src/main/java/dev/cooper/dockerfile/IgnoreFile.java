// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `.dockerignore` file (docs/dockerfile.md): the last pattern that matches a path, or a
/// directory above it, decides. Immutable and safe for threads.
public final class IgnoreFile {
    /// Ignores nothing.
    public static final IgnoreFile NONE = new IgnoreFile(List.of());

    private static final Decision INCLUDED = new Decision(false, null);

    private final List<IgnorePattern> patterns;

    private IgnoreFile(List<IgnorePattern> patterns) {
        this.patterns = patterns;
    }

    /// Reads a file, decoded as [Dockerfile#parse] wants it.
    public static IgnoreFile parse(String text) throws MalformedPatternException {
        List<IgnorePattern> patterns = new ArrayList<>();
        String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || lines[i].startsWith("#")) {
                continue;
            }
            boolean exception = line.startsWith("!");
            String pattern = exception ? line.substring(1).strip() : line;
            if (exception && pattern.isEmpty()) {
                throw new MalformedPatternException("illegal exclusion pattern: \"!\"", i + 1);
            }
            String clean = clean(pattern);
            if (!clean.isEmpty()) {
                patterns.add(new IgnorePattern(i + 1, line, exception, compile(clean, i + 1)));
            }
        }
        return new IgnoreFile(List.copyOf(patterns));
    }

    private static PathPattern compile(String pattern, int line) throws MalformedPatternException {
        try {
            return PathPattern.compile(pattern);
        } catch (MalformedPatternException e) {
            throw new MalformedPatternException(e.getMessage(), line);
        }
    }

    /// Go's `filepath.Clean`, then no slash in front; a pattern that names the root itself is none.
    private static String clean(String pattern) {
        List<String> names = new ArrayList<>();
        for (String each : pattern.split("/", -1)) {
            if (each.equals("..") && !names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!each.isEmpty()
                    && !each.equals(".")
                    && !(each.equals("..") && pattern.startsWith("/"))) {
                names.add(each);
            }
        }
        return String.join("/", names);
    }

    /// The patterns in order.
    public List<IgnorePattern> patterns() {
        return patterns;
    }

    /// Whether the file ignores a path: `a/b`, without a slash at either end.
    public Decision check(String path) {
        Decision decision = INCLUDED;
        for (IgnorePattern each : patterns) {
            // Only what would turn the decision need be matched.
            if (each.exception() == decision.ignored()
                    && each.pattern().matchesPathOrParent(path)) {
                decision = new Decision(!each.exception(), each);
            }
        }
        return decision;
    }

    /// Whether an ignored directory must be walked all the same, because an exception may match
    /// below it.
    public boolean mayContainIncluded(String directory) {
        return patterns.stream()
                .anyMatch(each -> each.exception() && each.pattern().mayMatchBelow(directory));
    }

    /// What became of a path.
    ///
    /// @param ignored whether it is hidden
    /// @param by the line that decided, or null if none matched
    public record Decision(boolean ignored, @Nullable IgnorePattern by) {}
}
