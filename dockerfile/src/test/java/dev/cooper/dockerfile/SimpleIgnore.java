// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.regex.Pattern;

/// A `.dockerignore` matcher by regular expressions: slow, short, and made without a look at the
/// one that is used.
final class SimpleIgnore {
    private SimpleIgnore() {}

    /// @param lines patterns that are clean: without blanks, comments, `.` and `..`
    static boolean ignores(String[] lines, String path) {
        boolean ignored = false;
        for (String line : lines) {
            boolean exception = line.startsWith("!");
            if (matches(exception ? line.substring(1) : line, path)) {
                ignored = !exception;
            }
        }
        return ignored;
    }

    /// Whether the path matches, or a folder above it.
    private static boolean matches(String pattern, String path) {
        Pattern compiled = Pattern.compile(expression(pattern), Pattern.DOTALL);
        String at = path;
        while (!compiled.matcher(at).matches()) {
            int slash = at.lastIndexOf('/');
            if (slash < 0) {
                return false;
            }
            at = at.substring(0, slash);
        }
        return true;
    }

    private static String expression(String pattern) {
        if (pattern.matches("\\*\\*[^/*?\\[\\]\\\\]+.*")
                && pattern.substring(2).matches("[^*?\\[\\]\\\\]*")) {
            return ".*" + Pattern.quote(pattern.substring(2));
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            String rest = pattern.substring(i);
            if (rest.equals("**") || rest.equals("**/")) {
                out.append(".*");
                i += rest.length();
            } else if (rest.startsWith("**")) {
                out.append("(?:.*/)?");
                i += rest.startsWith("**/") ? 3 : 2;
            } else if (rest.startsWith("*")) {
                out.append("[^/]*");
                i++;
            } else if (rest.startsWith("?")) {
                out.append("[^/]");
                i++;
            } else if (rest.startsWith("[")) {
                int end = rest.indexOf(']');
                out.append(rest, 0, end).append(rest.startsWith("[^") ? "/]" : "]");
                i += end + 1;
            } else {
                int skip = rest.startsWith("\\") ? 1 : 0;
                out.append(Pattern.quote(rest.substring(skip, skip + 1)));
                i += skip + 1;
            }
        }
        return out.toString();
    }
}
