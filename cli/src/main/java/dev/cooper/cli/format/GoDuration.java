// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as Go writes them: `1h30m`, `24h`, `1.5h`, `300ms`.
public final class GoDuration {
    private static final Pattern PART =
            Pattern.compile("\\G(\\d{0,12}(?:\\.\\d{0,9})?)(ns|us|µs|μs|ms|s|m|h)");

    private GoDuration() {}

    /// Empty for what is none; signs are not taken.
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher matcher = PART.matcher(text);
        int end = 0;
        while (matcher.find()) {
            String number = matcher.group(1);
            if (number.isEmpty() || number.equals(".")) {
                return Optional.empty();
            }
            String plain = number.startsWith(".") ? "0" + number : number;
            nanos =
                    nanos.add(
                            new BigDecimal(plain.endsWith(".") ? plain + "0" : plain)
                                    .multiply(BigDecimal.valueOf(nanos(matcher.group(2)))));
            end = matcher.end();
        }
        return end == text.length()
                        && end > 0
                        && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? Optional.of(Duration.ofNanos(nanos.longValue()))
                : Optional.empty();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000;
        };
    }
}
