// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.step.GoText;
import dev.cooper.oci.Healthcheck;
import java.util.Locale;

/// A health check as the reference builder's history has it: Go's `%q` of a pointer to its record,
/// in which durations are quoted text and the number of retries is a quoted character.
final class HealthcheckText {
    private HealthcheckText() {}

    static String of(Healthcheck check) {
        return "HEALTHCHECK &{%s %s %s %s %s %s}"
                .formatted(
                        GoText.quoted(check.test()),
                        duration(check.intervalNanos()),
                        duration(check.timeoutNanos()),
                        duration(check.startPeriodNanos()),
                        duration(check.startIntervalNanos()),
                        character(check.retries()));
    }

    private static String character(int code) {
        if (code >= ' ' && code < 0x7f) {
            return code == '\'' || code == '\\'
                    ? "'\\" + (char) code + "'"
                    : "'" + (char) code + "'";
        }
        return code < 0x80
                ? String.format(Locale.ROOT, "'\\x%02x'", code)
                : "'" + Character.toString(code) + "'";
    }

    /// Go's `Duration.String`, quoted: `"1m30s"`, `"1.5s"`, `"300ms"`.
    private static String duration(long nanos) {
        if (nanos == 0) {
            return "\"0s\"";
        }
        if (nanos < 1_000_000_000L) {
            return nanos < 1_000_000L
                    ? "\"" + trimmed(nanos, 1_000L) + "µs\""
                    : "\"" + trimmed(nanos, 1_000_000L) + "ms\"";
        }
        long seconds = nanos / 1_000_000_000L;
        String rest =
                trimmed(seconds % 60 * 1_000_000_000L + nanos % 1_000_000_000L, 1_000_000_000L);
        String minutes = seconds >= 60 ? seconds % 3600 / 60 + "m" : "";
        String hours = seconds >= 3600 ? seconds / 3600 + "h" : "";
        return "\"" + hours + minutes + rest + "s\"";
    }

    private static String trimmed(long nanos, long unit) {
        java.math.BigDecimal value =
                java.math.BigDecimal.valueOf(nanos)
                        .divide(java.math.BigDecimal.valueOf(unit))
                        .stripTrailingZeros();
        return value.toPlainString();
    }
}
