// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Signals;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/// What signals do while a build or a container runs. The first goes to `forward`, or interrupts
/// the working thread if nobody takes it there; the second is a KILL to the same; the third ends
/// this process as it stands, which leaves nothing behind but what the store knows how to clean up.
final class Interruption implements AutoCloseable {
    private final Thread worker;
    private final IntPredicate forward;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger last = new AtomicInteger();
    private final Signals.Handling handling;

    /// @param forward passes a signal on; false if there is nothing that takes it
    Interruption(Signals signals, IntPredicate forward) {
        this.worker = Thread.currentThread();
        this.forward = forward;
        this.handling = signals.handle(this::came);
    }

    private void came(int signal) {
        last.set(signal);
        int nth = count.incrementAndGet();
        if (nth > 2) {
            Runtime.getRuntime().halt(code());
        }
        if (!forward.test(nth == 1 ? signal : Signals.KILL)) {
            worker.interrupt();
        }
    }

    /// Whether any came.
    boolean happened() {
        return last.get() != 0;
    }

    /// What a shell reports of a program that the last one ended.
    int code() {
        return 128 + (happened() ? last.get() : Signals.INT);
    }

    /// Signals end the process again.
    @Override
    public void close() {
        handling.close();
    }
}
