// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import java.util.Collection;
import java.util.Optional;

/// Finds the variable that someone may have meant, as the reference builder does: capitals count,
/// and no more than two chars may be wrong.
public final class Spelling {
    private static final int TOO_FAR = 3;

    /// No slip is found in longer ones, which would cost their square.
    private static final int MOST_NAME = 256;

    private Spelling() {}

    /// The known name nearest to what was written; none if it is known itself.
    public static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > MOST_NAME || known.contains(written)) {
            return Optional.empty();
        }
        String best = null;
        int nearest = TOO_FAR;
        for (String each : known) {
            int distance = distance(written, each);
            if (distance < nearest) {
                best = each;
                nearest = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /// How many chars must be changed, added or dropped; [#TOO_FAR] if at least that many.
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) >= TOO_FAR) {
            return TOO_FAR;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return Math.min(TOO_FAR, above[b.length()]);
    }
}
