// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.ContainerView.Status;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What changes in a container's life, as its store keeps it.
///
/// @param error why it could not be started
/// @param stopRequested whether somebody who doesn't run it wants it killed: whoever runs it looks
///   at this a few times each second
record ContainerState(
        Status status,
        int exitCode,
        @Nullable String error,
        @Nullable Instant started,
        @Nullable Instant finished,
        boolean stopRequested) {
    /// What a program that was killed exits with: 128 and the number of SIGKILL.
    static final int KILLED = 137;

    static final ContainerState CREATED =
            new ContainerState(Status.CREATED, 0, null, null, null, false);

    boolean isRunning() {
        return status == Status.RUNNING;
    }

    static ContainerState runningSince(Instant started) {
        return new ContainerState(Status.RUNNING, 0, null, started, null, false);
    }

    ContainerState exited(int code, Instant when) {
        return new ContainerState(Status.EXITED, code, null, started, when, false);
    }

    /// As it was, with the reason why it did not start.
    ContainerState notStarted(int code, String why) {
        return new ContainerState(status, code, why, started, finished, false);
    }

    ContainerState withStopRequested() {
        return new ContainerState(status, exitCode, error, started, finished, true);
    }

    Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("status", status.name().toLowerCase(Locale.ROOT))
                        .put("exitCode", exitCode)
                        .putIfPresent("error", error)
                        .putIfPresent("started", started == null ? null : started.toString())
                        .putIfPresent("finished", finished == null ? null : finished.toString());
        return (stopRequested ? json.put("stopRequested", true) : json).build();
    }

    static ContainerState of(Json.Obj json) throws MalformedJsonException {
        try {
            return new ContainerState(
                    Status.valueOf(json.requireString("status").toUpperCase(Locale.ROOT)),
                    Math.toIntExact(json.requireLong("exitCode")),
                    json.string("error"),
                    instant(json.string("started")),
                    instant(json.string("finished")),
                    json.bool("stopRequested"));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new MalformedJsonException("a container's state: " + e.getMessage());
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
