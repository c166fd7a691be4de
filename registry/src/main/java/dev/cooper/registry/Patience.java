// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Time, as the client passes it between attempts. Tests pass none.
interface Patience {
    /// Nanoseconds of a clock that never steps.
    long now();

    /// A number from 0 to 1.
    double luck();

    void await(Duration wait) throws InterruptedIOException;

    Patience REAL =
            new Patience() {
                @Override
                public long now() {
                    return System.nanoTime();
                }

                @Override
                public double luck() {
                    return ThreadLocalRandom.current().nextDouble();
                }

                @Override
                public void await(Duration wait) throws InterruptedIOException {
                    try {
                        Thread.sleep(wait);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new InterruptedIOException("interrupted while waiting to try again");
                    }
                }
            };
}
