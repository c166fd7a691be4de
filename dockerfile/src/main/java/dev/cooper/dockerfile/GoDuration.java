// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `300ms`, `1.5h`, `2h45m`.
public final class GoDuration {
    private static final Pattern PART =
            Pattern.compile("([0-9]{0,18})(?:\\.([0-9]{0,18}))?(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "μs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private GoDuration() {}

    /// Nanoseconds.
    ///
    /// @throws IllegalArgumentException if it is none, in Go's words
    public static long parseNanos(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(rest);
        BigDecimal total = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length() && part.find(at) && part.start() == at) {
            String whole = part.group(1);
            String fraction = part.group(2) == null ? "" : part.group(2);
            if (whole.isEmpty() && fraction.isEmpty()) {
                break;
            }
            long unit = NANOS.getOrDefault(part.group(3), 0L);
            BigDecimal number = new BigDecimal("0" + whole + "." + fraction + "0");
            total = total.add(number.multiply(BigDecimal.valueOf(unit)));
            at = part.end();
        }
        if (at == 0
                || at < rest.length()
                || total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
        }
        long nanos = total.setScale(0, RoundingMode.DOWN).longValueExact();
        return negative ? -nanos : nanos;
    }
}
