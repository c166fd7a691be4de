// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Copies the files of folders in as many threads as there are processors, and ends a folder when
/// its files are there: what changes a folder's time has then been done. The threads are made when
/// there is enough to do, and end when this is closed. For one thread.
final class FileCopies implements AutoCloseable {
    /// Fewer aren't worth another thread.
    private static final int AT_ONCE = 16;

    /// Folders that are open, though all of their files are under way.
    private static final int MOST_OPEN = 8;

    private final Deque<Folder> open = new ArrayDeque<>();
    private @Nullable ExecutorService threads;

    /// Copies one file.
    interface Copy {
        void run() throws IOException, InterruptedException, StepException;
    }

    /// What is done with a folder once all that is in it is there.
    interface End {
        void run() throws IOException;
    }

    private record Folder(List<Future<?>> parts, End end, Runnable close) {}

    /// Copies these files, perhaps later.
    List<Future<?>> begin(List<Copy> files)
            throws IOException, InterruptedException, StepException {
        List<Future<?>> parts = new ArrayList<>();
        if (files.size() < AT_ONCE || Runtime.getRuntime().availableProcessors() == 1) {
            for (Copy each : files) {
                each.run();
            }
            return parts;
        }
        ExecutorService running = threads;
        if (running == null) {
            running =
                    Executors.newFixedThreadPool(
                            Runtime.getRuntime().availableProcessors(),
                            Thread.ofPlatform().daemon().name("copy-", 1).factory());
            threads = running;
        }
        for (int from = 0; from < files.size(); from += AT_ONCE) {
            List<Copy> part = files.subList(from, Math.min(files.size(), from + AT_ONCE));
            parts.add(
                    running.submit(() -> {
                        for (Copy each : part) {
                            if (Thread.currentThread().isInterrupted()) {
                                throw new InterruptedException();
                            }
                            each.run();
                        }
                        return null;
                    }));
        }
        return parts;
    }

    /// A folder of which nothing else will be begun; those in it came before.
    ///
    /// @param parts from [#begin]
    /// @param close always run, and last
    void end(List<Future<?>> parts, End end, Runnable close)
            throws IOException, InterruptedException, StepException {
        open.add(new Folder(parts, end, close));
        while (open.size() > MOST_OPEN) {
            settle();
        }
    }

    /// A folder that has failed.
    ///
    /// @param close run when nobody is at its files any more
    void abandon(Runnable close) {
        open.addFirst(new Folder(List.of(), () -> {}, close));
    }

    /// Waits for everything.
    void finish() throws IOException, InterruptedException, StepException {
        while (!open.isEmpty()) {
            settle();
        }
    }

    private void settle() throws IOException, InterruptedException, StepException {
        Folder folder = open.getFirst();
        for (Future<?> each : folder.parts()) {
            await(each);
        }
        folder.end().run();
        open.removeFirst().close().run();
    }

    private static void await(Future<?> part)
            throws IOException, InterruptedException, StepException {
        try {
            part.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case StepException failed -> throw failed;
                case InterruptedException stopped -> throw stopped;
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// Stops what is under way, if [#finish] hasn't waited for it.
    @Override
    public void close() {
        ExecutorService running = threads;
        if (running != null) {
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
        open.forEach(each -> each.close().run());
        open.clear();
    }
}
