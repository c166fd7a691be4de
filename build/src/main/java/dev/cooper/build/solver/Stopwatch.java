// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import java.time.Duration;

/// How long a step has been at work; waiting for others doesn't count. Read by any thread.
final class Stopwatch {
    private volatile long begun = System.nanoTime();

    void restart() {
        begun = System.nanoTime();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
