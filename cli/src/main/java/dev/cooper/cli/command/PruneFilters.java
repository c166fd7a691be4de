// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.GoDuration;
import dev.cooper.cli.options.Option;
import dev.cooper.engine.PruneFilter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `--filter`s of prunes: `until=`, `label=`, `label!=`.
final class PruneFilters {
    private PruneFilters() {}

    static PruneFilter of(Option.Texts option, Instant now) throws CommandFailure {
        Optional<Instant> until = Optional.empty();
        List<String> labels = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String each : option.values()) {
            int equals = each.indexOf('=');
            String key = equals < 0 ? each : each.substring(0, equals).strip();
            String value = equals < 0 ? "" : each.substring(equals + 1).strip();
            switch (key) {
                case "until" -> until = Optional.of(time(value, now));
                case "label" -> labels.add(value);
                case "label!" -> without.add(value);
                default ->
                        throw new CommandFailure(
                                "Error response from daemon: invalid filter '" + key + "'");
            }
        }
        return new PruneFilter(until, labels, without);
    }

    /// A span before now, seconds since 1970, or a date with or without a time and a zone.
    static Instant time(String text, Instant now) throws CommandFailure {
        Optional<Duration> ago = GoDuration.parse(text);
        if (ago.isPresent()) {
            return now.minus(ago.get());
        }
        try {
            if (text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
                int dot = text.indexOf('.');
                String seconds = dot < 0 ? text : text.substring(0, dot);
                return Instant.ofEpochSecond(Long.parseLong(seconds));
            }
            if (text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
                return OffsetDateTime.parse(text).toInstant();
            }
            LocalDateTime local =
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay()
                            : LocalDateTime.parse(text);
            return local.atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    "Error response from daemon: failed to parse \"until\" value \""
                            + text
                            + "\": give a span (24h), seconds since 1970, or a date (2026-01-31T12:00:00)");
        }
    }
}
