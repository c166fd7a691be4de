// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

/// Go's `path.Match`: `*` and `?` don't cross a slash, `[a-z]` is a class, `\` escapes.
public final class PathPattern {
    private PathPattern() {}

    public static boolean matches(String pattern, String text) {
        return matches(pattern, 0, text, 0);
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        int i = p;
        int j = t;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == '*') {
                while (i < pattern.length() && pattern.charAt(i) == '*') {
                    i++;
                }
                for (int k = j; ; k++) {
                    if (matches(pattern, i, text, k)) {
                        return true;
                    }
                    if (k >= text.length() || text.charAt(k) == '/') {
                        return false;
                    }
                }
            }
            if (j >= text.length()) {
                return false;
            }
            if (c == '[') {
                int end = pattern.indexOf(']', i + 2);
                if (end < 0 || !inClass(pattern.substring(i + 1, end), text.charAt(j))) {
                    return false;
                }
                i = end + 1;
            } else {
                if (c == '\\' && i + 1 < pattern.length()) {
                    i++;
                }
                boolean any = c == '?' && text.charAt(j) != '/';
                if (!any && pattern.charAt(i) != text.charAt(j)) {
                    return false;
                }
                i++;
            }
            j++;
        }
        return j == text.length();
    }

    private static boolean inClass(String members, char c) {
        boolean negated = members.startsWith("^");
        boolean found = false;
        int i = negated ? 1 : 0;
        while (i < members.length()) {
            char low = members.charAt(i);
            boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
            char high = range ? members.charAt(i + 2) : low;
            found |= c >= low && c <= high;
            i += range ? 3 : 1;
        }
        return found != negated && c != '/';
    }
}
