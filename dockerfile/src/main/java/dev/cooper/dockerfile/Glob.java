// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// One component of a pattern: Go's `filepath.Match` without slashes. Matching follows all
/// possibilities at once, so its time is the product of both lengths whatever the pattern.
/// Immutable.
final class Glob {
    /// What may stand for one char; `many` for any number of any.
    ///
    /// @param ranges first and last char of each range, in turn
    private record Unit(boolean many, boolean negated, List<Integer> ranges) {
        boolean takes(int point) {
            for (int i = 0; i < ranges.size(); i += 2) {
                if (point >= ranges.get(i) && point <= ranges.get(i + 1)) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private static final Unit MANY = new Unit(true, true, List.of());
    private static final Unit ANY = new Unit(false, true, List.of());

    private final List<Unit> units;

    private Glob(List<Unit> units) {
        this.units = units;
    }

    static Glob compile(String pattern) throws MalformedPatternException {
        List<Unit> units = new ArrayList<>();
        int[] points = pattern.codePoints().toArray();
        int at = 0;
        while (at < points.length) {
            switch (points[at]) {
                case '*' -> {
                    units.add(MANY);
                    at++;
                }
                case '?' -> {
                    units.add(ANY);
                    at++;
                }
                case '[' -> at = set(pattern, points, at + 1, units);
                default -> {
                    if (points[at] == '\\') {
                        at++;
                    }
                    int point = point(pattern, points, at);
                    units.add(new Unit(false, false, List.of(point, point)));
                    at++;
                }
            }
        }
        return new Glob(List.copyOf(units));
    }

    /// A set from after its bracket; returns where it has ended. Go's rules: `^` negates, the first
    /// member may not be missing, and `]` is a member only behind a backslash.
    private static int set(String pattern, int[] points, int from, List<Unit> units)
            throws MalformedPatternException {
        int at = from;
        boolean negated = at < points.length && points[at] == '^';
        if (negated) {
            at++;
        }
        List<Integer> ranges = new ArrayList<>();
        while (true) {
            if (at < points.length && points[at] == ']' && !ranges.isEmpty()) {
                units.add(new Unit(false, negated, List.copyOf(ranges)));
                return at + 1;
            }
            at = member(pattern, points, at, ranges);
            if (at < points.length && points[at] == '-') {
                at = member(pattern, points, at + 1, ranges);
            } else {
                ranges.add(ranges.getLast());
            }
        }
    }

    private static int member(String pattern, int[] points, int from, List<Integer> ranges)
            throws MalformedPatternException {
        int at = from;
        if (at >= points.length || points[at] == '-' || points[at] == ']') {
            throw malformed(pattern);
        }
        if (points[at] == '\\') {
            at++;
        }
        ranges.add(point(pattern, points, at));
        return at + 1;
    }

    private static int point(String pattern, int[] points, int at)
            throws MalformedPatternException {
        if (at >= points.length) {
            throw malformed(pattern);
        }
        return points[at];
    }

    static MalformedPatternException malformed(String pattern) {
        return new MalformedPatternException("syntax error in pattern: " + pattern, 0);
    }

    boolean matches(String name) {
        boolean[] now = new boolean[units.size() + 1];
        now[0] = true;
        skipMany(now);
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            i += Character.charCount(point);
            boolean[] next = new boolean[now.length];
            for (int at = 0; at < units.size(); at++) {
                if (now[at]) {
                    Unit unit = units.get(at);
                    if (unit.many) {
                        next[at] = true;
                    } else if (unit.takes(point)) {
                        next[at + 1] = true;
                    }
                }
            }
            skipMany(next);
            now = next;
        }
        return now[units.size()];
    }

    private void skipMany(boolean[] states) {
        for (int at = 0; at < units.size(); at++) {
            if (states[at] && units.get(at).many) {
                states[at + 1] = true;
            }
        }
    }
}
