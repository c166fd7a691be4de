// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks after bodies that are being read: the JDK's own time limit ends with the headers. One
/// thread for all; it exists only once there is something to watch.
final class Watchdog implements AutoCloseable {
    private @Nullable ScheduledExecutorService thread;
    private boolean closed;

    /// Calls `look` every so often until the result is canceled.
    synchronized ScheduledFuture<?> every(long nanos, Runnable look) {
        if (closed) {
            throw new IllegalStateException("the registry client is closed");
        }
        ScheduledExecutorService one = thread;
        if (one == null) {
            one =
                    Executors.newSingleThreadScheduledExecutor(task ->
                            Thread.ofPlatform().name("registry-watchdog").daemon().unstarted(task));
            thread = one;
        }
        return one.scheduleWithFixedDelay(look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
