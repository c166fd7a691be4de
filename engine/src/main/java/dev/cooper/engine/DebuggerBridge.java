// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.solver.StepException;
import dev.cooper.build.step.StepDebugger;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Calls a debugger of this API for one failure at a time.
final class DebuggerBridge implements StepDebugger {
    private final BuildDebugger debugger;
    private final Semaphore free = new Semaphore(1);

    DebuggerBridge(BuildDebugger debugger) {
        this.debugger = debugger;
    }

    @Override
    public void failed(Failed step) throws InterruptedException {
        // Whoever comes second waits here, and is stopped when the first is done.
        free.acquire();
        try {
            debugger.failed(new Bridged(step));
        } finally {
            free.release();
        }
    }

    private record Bridged(Failed step) implements BuildDebugger.FailedStep {
        @Override
        public String message() {
            return step.message();
        }

        @Override
        public List<String> command() {
            return step.arguments();
        }

        @Override
        public int run(List<String> command, InputStream in, OutputStream out, OutputStream err)
                throws InterruptedException {
            return Failures.interruptibly(
                    "run a program beside the failed step",
                    () -> {
                        try {
                            return step.run(command, in, out, err);
                        } catch (StepException e) {
                            throw new CooperException.InvalidInput(
                                    String.valueOf(e.getMessage()), e);
                        }
                    });
        }
    }
}
