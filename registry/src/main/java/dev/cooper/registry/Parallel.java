// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Several transfers at once. The first failure ends the others.
final class Parallel {
    /// One of them.
    interface Task {
        void run() throws IOException;
    }

    private Parallel() {}

    static void run(int atOnce, List<Task> tasks) throws IOException {
        if (tasks.size() == 1) {
            tasks.getFirst().run();
            return;
        }
        Semaphore permits = new Semaphore(atOnce);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(executor);
            List<Future<Boolean>> all = new ArrayList<>();
            for (Task each : tasks) {
                all.add(
                        done.submit(() -> {
                            permits.acquire();
                            try {
                                each.run();
                            } finally {
                                permits.release();
                            }
                            return true;
                        }));
            }
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    done.take().get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while transferring blobs");
            } catch (CancellationException | ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
            } finally {
                all.forEach(each -> each.cancel(true));
            }
        }
    }
}
