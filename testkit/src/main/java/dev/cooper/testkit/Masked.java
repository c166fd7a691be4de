// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.util.regex.Pattern;

/// Output with what differs from run to run made equal, and everything else as it is.
public final class Masked {
    private static final Pattern ID =
            Pattern.compile("(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-z])");
    private static final Pattern AGO =
            Pattern.compile("(?:Less than a second|About a minute|\\d+ (?:second|minute)s?) ago");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d([T ])\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?");

    private Masked() {}

    /// Every hexadecimal id as `x`s, one for each digit; every distance in time as `N seconds ago`;
    /// every date as `DATE` (with the `T` or space of its middle kept before `TIME`).
    public static String of(String text) {
        String masked = ID.matcher(text).replaceAll(found -> "x".repeat(found.group().length()));
        masked = AGO.matcher(masked).replaceAll("N seconds ago");
        return TIME.matcher(masked).replaceAll("DATE$1TIME");
    }
}
