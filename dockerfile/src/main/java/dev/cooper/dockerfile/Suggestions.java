// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that someone may have meant.
public final class Suggestions {
    /// Longer words are no slips, and would cost their square.
    private static final int MOST_WORD = 256;

    private Suggestions() {}

    /// The known word nearest to what was written, if it is near enough to be a slip.
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > MOST_WORD) {
            return Optional.empty();
        }
        String best = null;
        int nearest = Math.max(1, word.length() / 3) + 1;
        for (String each : known) {
            int distance =
                    distance(word.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT), nearest);
            if (distance < nearest) {
                best = each;
                nearest = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /// The variable that was meant; empty for a name so short that any other is as near.
    public static Optional<String> variable(String name, Collection<String> known) {
        return name.length() < 3 ? Optional.empty() : nearest(name, known);
    }

    /// How many chars must be changed, added, dropped or swapped with their neighbour; `limit` if
    /// at least that many.
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, a, b, i, j);
            }
        }
        return Math.min(limit, rows[a.length()][b.length()]);
    }

    private static int step(int[][] rows, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best =
                Math.min(
                        rows[i - 1][j - 1] + (same ? 0 : 1),
                        Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
