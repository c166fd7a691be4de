// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.OpenFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads files in as many threads as there are processors. The threads are made when there is
/// something to read, and end when this is closed. For one thread.
final class FileReads implements AutoCloseable {
    private @Nullable ExecutorService threads;

    /// A file that is being read.
    static final class Reading extends FutureTask<FileFacts> {
        private final OpenFile file;

        private Reading(OpenFile file, Callable<FileFacts> work) {
            super(work);
            this.file = file;
        }

        /// Waits for what comes of it.
        FileFacts await() throws IOException, InterruptedException {
            try {
                return get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException failed -> throw failed;
                    case InterruptedException stopped -> throw stopped;
                    case RuntimeException broken -> throw broken;
                    case Error broken -> throw broken;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }

        /// Of a file that nobody will read.
        void abandon() {
            file.close();
        }
    }

    /// What is done with a file, in one of the threads.
    interface Work {
        FileFacts read(OpenFile file) throws IOException, InterruptedException;
    }

    /// @param file closed when it has been read
    Reading begin(OpenFile file, Work work) {
        Reading reading =
                new Reading(
                        file,
                        () -> {
                            try (file) {
                                return work.read(file);
                            }
                        });
        ExecutorService running = threads;
        if (running == null) {
            running =
                    Executors.newFixedThreadPool(
                            Runtime.getRuntime().availableProcessors(),
                            Thread.ofPlatform().daemon().name("read-", 1).factory());
            threads = running;
        }
        running.execute(reading);
        return reading;
    }

    /// Stops what is being read.
    @Override
    public void close() {
        ExecutorService running = threads;
        if (running == null) {
            return;
        }
        running.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (running.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
