// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A pattern, ready to match. Matching follows all possibilities at once, so its time is the
/// product of both lengths whatever the pattern. Immutable.
final class Glob {
    private enum Kind {
        /// One char of a set.
        CHAR,
        /// Any number of chars that are no slash.
        NAME,
        /// Nothing, or anything that ends with a slash.
        FOLDERS,
        /// Any number of any chars.
        ALL
    }

    /// What may stand in a place.
    ///
    /// @param ranges first and last char of each range, in turn
    private record Unit(
            Kind kind, boolean negated, @SuppressWarnings("ArrayRecordComponent") int[] ranges) {
        static Unit of(Kind kind) {
            return new Unit(kind, false, new int[0]);
        }

        boolean takes(int point) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (point >= ranges[i] && point <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated && point != '/';
        }
    }

    private static final Unit ANY = new Unit(Kind.CHAR, true, new int[0]);
    private static final Unit NAME = Unit.of(Kind.NAME);

    private final Unit[] units;

    private Glob(List<Unit> units) {
        this.units = units.toArray(Unit[]::new);
    }

    /// @param folders whether `**` stands for folders; otherwise it is two of `*`
    static Glob compile(String pattern, boolean folders) throws MalformedPatternException {
        List<Unit> units = new ArrayList<>();
        int[] points = pattern.codePoints().toArray();
        int at = 0;
        while (at < points.length) {
            switch (points[at]) {
                case '*' -> {
                    if (folders && at + 1 < points.length && points[at + 1] == '*') {
                        at = folders(points, at, units);
                    } else {
                        units.add(NAME);
                        at++;
                    }
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
                    units.add(new Unit(Kind.CHAR, false, new int[] {point, point}));
                    at++;
                }
            }
        }
        return new Glob(units);
    }

    /// A `**`, with the slash behind it; returns where it has ended. In front of plain text it
    /// takes the beginnings of names too: `**.pyc` is every file that ends so.
    private static int folders(int[] points, int from, List<Unit> units) {
        boolean slash = from + 2 < points.length && points[from + 2] == '/';
        int end = from + (slash ? 3 : 2);
        boolean all = end == points.length || (from == 0 && !slash && isPlain(points, end));
        units.add(Unit.of(all ? Kind.ALL : Kind.FOLDERS));
        return end;
    }

    private static boolean isPlain(int[] points, int from) {
        for (int i = from; i < points.length; i++) {
            if ("*?[]\\".indexOf(points[i]) >= 0) {
                return false;
            }
        }
        return true;
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
                units.add(
                        new Unit(
                                Kind.CHAR,
                                negated,
                                ranges.stream().mapToInt(Integer::intValue).toArray()));
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
        if (at >= points.length || points[at] == '-' || points[at] == ']' || points[at] == '/') {
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

    private static MalformedPatternException malformed(String pattern) {
        return new MalformedPatternException("syntax error in pattern: " + pattern, 0);
    }

    boolean matches(String text) {
        return new Run().over(text);
    }

    /// Whether the path matches or one of the folders that it lies in, found in one go.
    boolean matchesPathOrParent(String path) {
        return new Run().overPath(path);
    }

    /// Whether something that begins with this text may match.
    boolean mayContinue(String text) {
        Run run = new Run();
        run.over(text);
        return run.isAlive();
    }

    /// Where a match may stand: before which units, and within which [Kind#FOLDERS].
    private final class Run {
        private boolean[] now = new boolean[units.length + 1];
        private boolean[] within = new boolean[units.length];
        private boolean[] next = new boolean[units.length + 1];
        private boolean[] nextWithin = new boolean[units.length];

        Run() {
            now[0] = true;
            skip();
        }

        /// Before what may take nothing is before the next too.
        private void skip() {
            for (int i = 0; i < units.length; i++) {
                if (now[i] && units[i].kind != Kind.CHAR) {
                    now[i + 1] = true;
                }
            }
        }

        boolean isAlive() {
            for (int i = 0; i < units.length; i++) {
                if (now[i] || within[i]) {
                    return true;
                }
            }
            return false;
        }

        boolean over(String text) {
            for (int i = 0; i < text.length(); ) {
                int point = text.codePointAt(i);
                if (!step(point)) {
                    return false;
                }
                i += Character.charCount(point);
            }
            return now[units.length];
        }

        boolean overPath(String path) {
            for (int i = 0; i < path.length(); ) {
                int point = path.codePointAt(i);
                if (point == '/' && now[units.length]) {
                    return true;
                }
                if (!step(point)) {
                    return false;
                }
                i += Character.charCount(point);
            }
            return now[units.length];
        }

        /// @return whether there is any way on, or a match
        private boolean step(int point) {
            Arrays.fill(next, false);
            Arrays.fill(nextWithin, false);
            boolean alive = false;
            for (int i = 0; i < units.length; i++) {
                if (!now[i] && !within[i]) {
                    continue;
                }
                Unit unit = units[i];
                switch (unit.kind) {
                    case CHAR -> next[i + 1] |= unit.takes(point);
                    case NAME -> next[i] |= point != '/';
                    case ALL -> next[i] = true;
                    case FOLDERS -> {
                        nextWithin[i] = true;
                        next[i + 1] |= point == '/';
                    }
                }
                alive |= next[i] || next[i + 1] || nextWithin[i];
            }
            boolean[] spare = now;
            now = next;
            next = spare;
            boolean[] spareWithin = within;
            within = nextWithin;
            nextWithin = spareWithin;
            if (alive) {
                skip();
            }
            return alive;
        }
    }
}
