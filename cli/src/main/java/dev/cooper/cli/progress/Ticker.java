// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;

/// Calls [Progress#tick] ten times a second, until closed.
public final class Ticker implements AutoCloseable {
    private static final long MILLIS = 100;

    private final Thread thread;

    public Ticker(Progress progress) {
        thread = Thread.ofPlatform().daemon().name("progress").start(() -> run(progress));
    }

    private static void run(Progress progress) {
        try {
            while (true) {
                Thread.sleep(MILLIS);
                progress.tick();
            }
        } catch (InterruptedException | Output.Failed e) {
            // Closed, or nobody looks any more; the build goes on.
            return;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
