// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// The patterns of `${x#p}`, `${x%p}` and `${x/p/r}`: `*`, `?`, and a backslash that takes either's
/// meaning away. All possibilities are followed at once; no input makes it try again.
final class ShellPattern {
    private static final int ANY = -1;
    private static final int MANY = -2;

    /// Chars looked at times pattern length: what a replacement may cost.
    private static final long MOST_WORK = 50_000_000;

    private static final long MOST_TEXT = 1 << 20;

    private ShellPattern() {}

    /// `value` without the shortest or longest beginning (or end) that matches.
    static String strip(String value, String pattern, boolean fromStart, boolean longest)
            throws ExpansionException {
        List<Integer> units = units(pattern);
        String text = fromStart ? value : new StringBuilder(value).reverse().toString();
        int length = match(text, 0, fromStart ? units : units.reversed(), longest, new long[1]);
        if (length < 0) {
            return value;
        }
        return fromStart ? value.substring(length) : value.substring(0, value.length() - length);
    }

    /// `value` with the first, or every, longest match replaced. What matches nothing too, as `*`
    /// and the empty pattern do, is replaced where there is nothing else: in the empty value, and
    /// (the empty pattern) before the first, or around every, char.
    static String replace(String value, String pattern, String replacement, boolean all)
            throws ExpansionException {
        List<Integer> units = units(pattern);
        if (units.isEmpty()) {
            return between(value, replacement, all);
        }
        if (value.isEmpty() && units.stream().allMatch(unit -> unit == MANY)) {
            return replacement;
        }
        StringBuilder out = new StringBuilder();
        long[] work = {0};
        boolean done = false;
        int at = 0;
        while (at < value.length()) {
            int length = done ? -1 : match(value, at, units, true, work);
            if (length > 0) {
                out.append(replacement);
                at += length;
                done = !all;
            } else {
                out.append(value.charAt(at++));
            }
        }
        return out.toString();
    }

    private static String between(String value, String replacement, boolean all)
            throws ExpansionException {
        if (all && (long) value.length() * replacement.length() > MOST_TEXT) {
            throw new ExpansionException("a replacement of every empty text is too long");
        }
        StringBuilder out = new StringBuilder(replacement);
        for (int i = 0; i < value.length(); i++) {
            out.append(value.charAt(i)).append(all ? replacement : "");
        }
        return out.toString();
    }

    private static List<Integer> units(String pattern) throws ExpansionException {
        List<Integer> units = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> units.add(MANY);
                case '?' -> units.add(ANY);
                case '\\' -> {
                    i++;
                    units.add(escaped(pattern, i));
                }
                default -> units.add((int) c);
            }
        }
        return units;
    }

    /// The char behind a backslash: what means something in a pattern, or ends it.
    private static int escaped(String pattern, int at) throws ExpansionException {
        if (at < pattern.length() && "*?\\}/".indexOf(pattern.charAt(at)) >= 0) {
            return pattern.charAt(at);
        }
        throw new ExpansionException(
                "invalid pattern ("
                        + pattern
                        + ") in substitution: invalid escape '\\"
                        + (at < pattern.length() ? pattern.charAt(at) : "")
                        + "'");
    }

    /// How many chars from `start` match; -1 if none do.
    private static int match(
            String text, int start, List<Integer> units, boolean longest, long[] work)
            throws ExpansionException {
        int best = -1;
        boolean[] now = new boolean[units.size() + 1];
        now[0] = true;
        skipMany(units, now);
        for (int i = start; ; i++) {
            if (now[units.size()]) {
                best = i - start;
                if (!longest) {
                    return best;
                }
            }
            work[0] += units.size() + 1;
            if (work[0] > MOST_WORK) {
                throw new ExpansionException(
                        "a pattern takes too long on a value of " + text.length() + " characters");
            }
            if (i == text.length()) {
                return best;
            }
            boolean alive = false;
            boolean[] next = new boolean[now.length];
            for (int at = 0; at < units.size(); at++) {
                if (now[at]) {
                    int unit = units.get(at);
                    if (unit == MANY) {
                        next[at] = true;
                        alive = true;
                    } else if (unit == ANY || unit == text.charAt(i)) {
                        next[at + 1] = true;
                        alive = true;
                    }
                }
            }
            if (!alive) {
                return best;
            }
            skipMany(units, next);
            now = next;
        }
    }

    private static void skipMany(List<Integer> units, boolean[] states) {
        for (int at = 0; at < units.size(); at++) {
            if (states[at] && units.get(at) == MANY) {
                states[at + 1] = true;
            }
        }
    }
}
