// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.output.Transfer;
import dev.cooper.build.solver.StepLog;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How far a build context is read. It is read where it lies, by whatever step wants to know its
/// files; but people look for that at the step that loads the context. So that step counts as
/// running until those who began to read while nobody had ended are done; who comes later reads in
/// its own name. For any number of threads.
public final class ContextReading {
    private final long begun = System.nanoTime();
    private @Nullable StepLog log;
    private @Nullable Transfer transfer;
    private @Nullable Consumer<Duration> end;
    private int readers;
    private boolean over;

    ContextReading() {}

    /// @param own of the step that loads the context
    synchronized void begin(StepLog own) {
        log = own;
    }

    /// Somebody begins to read.
    ///
    /// @param reader the log of the reader's own step
    synchronized Reader enter(StepLog reader) {
        StepLog own = log;
        if (over || own == null) {
            Transfer alone = new Transfer("reading files", reader::status);
            return new Reader(alone, alone::endIfLong);
        }
        Transfer all = transfer;
        if (all == null) {
            all = new Transfer("transferring context:", own::status);
            transfer = all;
        }
        readers++;
        return new Reader(all, this::leave);
    }

    private synchronized void leave() {
        readers--;
        if (readers == 0) {
            finish();
        }
    }

    /// Nobody will read any more, or what is read now is of no interest to this step.
    public synchronized void finish() {
        if (!over) {
            over = true;
            Transfer all = transfer;
            if (all != null) {
                all.end();
            }
            Consumer<Duration> waiting = end;
            if (waiting != null) {
                waiting.accept(Duration.ofNanos(System.nanoTime() - begun));
            }
        }
    }

    /// @param action told once how long it took
    public synchronized void whenOver(Consumer<Duration> action) {
        if (over) {
            action.accept(Duration.ZERO);
        } else {
            end = action;
        }
    }

    /// One who reads, until this is closed.
    ///
    /// @param transfer is told of what is read
    record Reader(Transfer transfer, Runnable leave) implements AutoCloseable {
        @Override
        public void close() {
            leave.run();
        }
    }
}
