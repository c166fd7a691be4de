// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;

/// Points in time as docker's lists have them.
public final class Times {
    private Times() {}

    /// `12 minutes ago`.
    public static String ago(Instant then, Instant now) {
        return Elapsed.human(Duration.between(then, now)) + " ago";
    }

    /// `2026-11-23 03:50:31 +0000 UTC`: in the zone of this machine, as Go prints a time.
    public static String local(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        OffsetDateTime time = second.atZone(ZoneId.systemDefault()).toOffsetDateTime();
        String text = time.toLocalDateTime().toString();
        String offset =
                time.getOffset().equals(ZoneOffset.UTC) ? "+00:00" : time.getOffset().getId();
        TimeZone zone = TimeZone.getDefault();
        return text.replace('T', ' ')
                + (text.length() == 16 ? ":00" : "")
                + " "
                + offset.replace(":", "").substring(0, 5)
                + " "
                + zone.getDisplayName(
                        zone.inDaylightTime(Date.from(second)), TimeZone.SHORT, Locale.ROOT);
    }

    /// `2026-11-23T03:50:31Z`: in the zone of this machine, whole seconds.
    public static String rfc3339(Instant instant) {
        OffsetDateTime time =
                instant.truncatedTo(ChronoUnit.SECONDS)
                        .atZone(ZoneId.systemDefault())
                        .toOffsetDateTime();
        String text = time.toLocalDateTime().toString();
        return text + (text.length() == 16 ? ":00" : "") + time.getOffset().getId();
    }

    /// `2026-11-23T03:50:31.476301662Z`: in UTC, as many digits as needed.
    public static String nano(Instant instant) {
        String text = instant.toString();
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length() - 1;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + "Z";
    }
}
