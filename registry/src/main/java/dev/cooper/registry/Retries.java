// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One operation's attempts: when the next may be, until the deadline. Waits are drawn evenly from
/// zero to a bound that doubles ("full jitter"), so that clients that failed together don't come
/// back together. For one thread.
final class Retries {
    private final Limits limits;
    private final Patience patience;
    private final Consumer<RegistryEvent> events;
    private final String doing;
    private final long end;
    private int failures;

    Retries(Limits limits, Patience patience, Consumer<RegistryEvent> events, String doing) {
        this.limits = limits;
        this.patience = patience;
        this.events = events;
        this.doing = doing;
        this.end = patience.now() + limits.deadline().toNanos();
    }

    /// Something was achieved: the count begins anew, the deadline too.
    Retries anew() {
        return new Retries(limits, patience, events, doing);
    }

    /// Waits and is true, or is false at once if there is to be no other attempt.
    ///
    /// @param asked how long the server wants to be left alone, which is kept to; null if it
    ///   doesn't say
    boolean again(String why, @Nullable Duration asked) throws IOException {
        failures++;
        if (failures >= limits.attempts()) {
            return false;
        }
        long bound =
                Math.min(
                        limits.mostWait().toNanos(),
                        limits.firstWait().toNanos() << Math.min(failures - 1, 20));
        Duration wait = Duration.ofNanos((long) (bound * patience.luck()));
        if (asked != null) {
            // Never earlier than told, and not all at the same moment either.
            wait = asked.plus(wait);
        }
        if (wait.compareTo(Duration.ofNanos(end - patience.now())) > 0) {
            return false;
        }
        events.accept(new RegistryEvent.Retrying(doing, why, wait));
        patience.await(wait);
        return true;
    }

    /// The header `Retry-After`: seconds, or a date, which is compared with the server's own clock
    /// if it tells it (RFC 9110, 10.2.3). Null if there is none that makes sense.
    static @Nullable Duration retryAfter(@Nullable String value, @Nullable String date) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = instant(text);
        if (until == null) {
            return null;
        }
        Instant now = date == null ? null : instant(date.strip());
        Duration wait = Duration.between(now == null ? Instant.now() : now, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
