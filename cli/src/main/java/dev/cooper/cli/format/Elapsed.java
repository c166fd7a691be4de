// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import java.time.Duration;

/// Spans of time for people: `About a minute`, `3 weeks`; and seconds as builds print them.
public final class Elapsed {
    private Elapsed() {}

    public static String human(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = seconds / 60;
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        // To the nearest hour, from here on.
        long hours = (seconds + 1800) / 3600;
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 14) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 60) {
            return hours / 24 / 7 + " weeks";
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return seconds / 3600 / 24 / 365 + " years";
    }

    /// `0.1s`: to the nearest tenth.
    public static String tenths(Duration span) {
        long tenths = Math.max(0, span.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + "s";
    }

    /// `0.047`: to the nearest thousandth.
    public static String thousandths(Duration span) {
        long millis = Math.max(0, span.plusNanos(500_000).toMillis());
        String rest = Long.toString(millis % 1000);
        return millis / 1000 + "." + "0".repeat(3 - rest.length()) + rest;
    }
}
