// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.List;

/// How to see whether a container is well. Times are nanoseconds; 0 means the default.
public record Healthcheck(
        List<String> test,
        long intervalNanos,
        long timeoutNanos,
        long startPeriodNanos,
        long startIntervalNanos,
        int retries) {}
