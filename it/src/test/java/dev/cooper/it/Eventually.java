// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Waiting for what must come, however long it takes on a machine that is busy.
final class Eventually {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_MILLIS = 10;

    private Eventually() {}

    /// @param state what it is like so far; empty when what was waited for has come
    static void gone(String what, Callable<? extends Iterable<?>> state) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Iterable<?> left = state.call();
            if (!left.iterator().hasNext()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": still there: " + left);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    static void holds(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": has not come");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
