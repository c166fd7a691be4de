// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

/// `HEALTHCHECK NONE` or `HEALTHCHECK [flags] CMD command`. Numbers that were not given are 0:
/// inherited.
///
/// @param command what to run; null for `NONE`
/// @param intervalNanos time between checks
/// @param timeoutNanos time that a check may take
/// @param startPeriodNanos time in which failures do not count
/// @param startIntervalNanos time between checks in that period
/// @param retries failures in a row that make a container unhealthy
public record HealthcheckInstruction(
        Origin origin,
        @Nullable CommandLine command,
        long intervalNanos,
        long timeoutNanos,
        long startPeriodNanos,
        long startIntervalNanos,
        int retries)
        implements Instruction {
    @Override
    public String keyword() {
        return "HEALTHCHECK";
    }
}
