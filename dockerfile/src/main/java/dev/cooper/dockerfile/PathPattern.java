// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path pattern as `.dockerignore` and `COPY --exclude` have it: Go's `filepath.Match`, and `**`
/// for any number of directories. Matching takes time linear in pattern times path. Immutable and
/// safe for threads.
public final class PathPattern {
    private final String text;

    /// A null is `**`.
    private final List<@Nullable Glob> components;

    private PathPattern(String text, List<@Nullable Glob> components) {
        this.text = text;
        this.components = components;
    }

    /// A pattern with `**`, as [IgnoreFile] uses it.
    public static PathPattern compile(String pattern) throws MalformedPatternException {
        List<@Nullable Glob> components = new ArrayList<>();
        for (String each : pattern.split("/", -1)) {
            // Two of them are as good as one, and one is cheaper.
            if (!each.equals("**")) {
                components.add(Glob.compile(each));
            } else if (components.isEmpty() || components.getLast() != null) {
                components.add(null);
            }
        }
        return new PathPattern(pattern, components);
    }

    /// Whether the whole path matches. A `**` at the end takes one name at least, so that `a/**` is
    /// what lies in `a`.
    public boolean matches(String path) {
        return states(path)[components.size()];
    }

    /// Whether some path below this directory may match.
    public boolean mayMatchBelow(String directory) {
        boolean[] states = directory.isEmpty() ? start() : states(directory);
        for (int i = 0; i < components.size(); i++) {
            if (states[i]) {
                return true;
            }
        }
        return false;
    }

    private boolean[] start() {
        boolean[] states = new boolean[components.size() + 1];
        states[0] = true;
        skip(states);
        return states;
    }

    /// Which numbers of components the path may have used up.
    private boolean[] states(String path) {
        boolean[] now = start();
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(start, end);
            boolean[] next = new boolean[now.length];
            for (int i = 0; i < components.size(); i++) {
                if (now[i]) {
                    Glob glob = components.get(i);
                    if (glob == null) {
                        next[i] = true;
                        next[i + 1] |= i + 1 == components.size();
                    } else if (glob.matches(name)) {
                        next[i + 1] = true;
                    }
                }
            }
            skip(next);
            now = next;
            start = end + 1;
        }
        return now;
    }

    /// `**` may take nothing, unless it is the last.
    private void skip(boolean[] states) {
        for (int i = 0; i + 1 < components.size(); i++) {
            if (states[i] && components.get(i) == null) {
                states[i + 1] = true;
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
