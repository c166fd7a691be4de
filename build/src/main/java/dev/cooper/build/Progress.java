// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.solver.Missed;
import dev.cooper.build.solver.SolverListener;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.ContextOp;
import dev.cooper.build.step.ContextReading;
import dev.cooper.build.step.ScratchOp;
import dev.cooper.build.step.Tree;
import dev.cooper.dockerfile.lint.LintReport;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Numbers steps as they are first heard of, passes everything on one call at a time, and keeps the
/// end of each running step's output for the case that it fails.
final class Progress implements SolverListener<Tree> {
    private static final int TAIL = 20;

    private final BuildListener listener;
    private final Map<Vertex<Tree>, Integer> numbers = new HashMap<>();
    private final Map<Vertex<Tree>, Deque<String>> tails = new HashMap<>();
    private final Set<ContextReading> contexts = new HashSet<>();
    private BeforeRunning beforeRunning = (_, _) -> {};
    private String broken = "";
    private int last;
    private int cached;
    private int steps;

    Progress(BuildListener listener) {
        this.listener = listener;
    }

    /// What has to be done before a step runs.
    interface BeforeRunning {
        void prepare(Vertex<Tree> vertex, Missed missed) throws IOException, InterruptedException;
    }

    /// To be said before the build begins.
    void beforeRunning(BeforeRunning action) {
        beforeRunning = action;
    }

    /// Not one call at a time: what it takes may take long.
    @Override
    public void missed(Vertex<Tree> vertex, Missed missed)
            throws IOException, InterruptedException {
        beforeRunning.prepare(vertex, missed);
    }

    /// Why a step runs.
    synchronized void explain(Vertex<Tree> vertex, String text) {
        listener.explained(number(vertex), text);
    }

    /// A step that is no vertex; the number is for the other calls.
    synchronized int begin(String name) {
        last++;
        listener.started(last, name);
        return last;
    }

    synchronized void end(int step, Duration took) {
        listener.done(step, false, took);
    }

    synchronized void tell(int step, String status) {
        listener.status(step, status);
    }

    synchronized void fail(int step, String message, Duration took) {
        listener.failed(step, message, took);
    }

    synchronized void warn(String text) {
        listener.warning(text);
    }

    synchronized void checked(int step, LintReport report) {
        listener.checked(step, report);
    }

    @Override
    public synchronized void started(Vertex<Tree> vertex) {
        if (!isNothing(vertex)) {
            number(vertex);
        }
    }

    /// `FROM scratch` is no step to anybody.
    private static boolean isNothing(Vertex<Tree> vertex) {
        return vertex.op() instanceof ScratchOp;
    }

    private int number(Vertex<Tree> vertex) {
        Integer known = numbers.get(vertex);
        if (known != null) {
            return known;
        }
        last++;
        numbers.put(vertex, last);
        listener.started(last, vertex.name());
        return last;
    }

    @Override
    public void cached(Vertex<Tree> vertex) {
        if (vertex.op().isSource()) {
            done(vertex, Duration.ZERO);
        } else {
            found(vertex);
        }
    }

    private synchronized void found(Vertex<Tree> vertex) {
        steps++;
        cached++;
        listener.done(number(vertex), true, Duration.ZERO);
    }

    @Override
    public void done(Vertex<Tree> vertex, Duration took) {
        if (vertex.op() instanceof ContextOp context) {
            keep(context.reading());
            // Not under this one's lock: the other side tells of files under its own.
            context.reading().whenOver(whole -> ended(vertex, whole));
        } else {
            ended(vertex, took);
        }
    }

    private synchronized void keep(ContextReading reading) {
        contexts.add(reading);
    }

    private synchronized void ended(Vertex<Tree> vertex, Duration took) {
        if (isNothing(vertex)) {
            return;
        }
        steps += vertex.op().isSource() ? 0 : 1;
        tails.remove(vertex);
        listener.done(number(vertex), false, took);
    }

    @Override
    public synchronized void failed(Vertex<Tree> vertex, Throwable cause, Duration took) {
        String message = cause.getMessage();
        broken = vertex.name();
        listener.failed(
                number(vertex), message == null ? cause.getClass().getName() : message, took);
    }

    @Override
    public synchronized void canceled(Vertex<Tree> vertex) {
        Integer number = numbers.get(vertex);
        if (number != null) {
            if (!broken.isEmpty()) {
                listener.status(number, "stopped since " + broken + " failed");
            }
            listener.canceled(number);
        }
    }

    @Override
    public synchronized void log(
            Vertex<Tree> vertex, boolean standardError, byte[] line, Duration sinceStart) {
        Deque<String> tail = tails.computeIfAbsent(vertex, _ -> new ArrayDeque<>());
        if (tail.size() == TAIL) {
            tail.removeFirst();
        }
        // To the nearest thousandth, as the log above it.
        long millis = sinceStart.plusNanos(500_000).toMillis();
        tail.addLast(
                String.format(Locale.ROOT, "%d.%03d ", millis / 1000, millis % 1000)
                        + Name.of(withoutNul(line)).text());
        listener.log(number(vertex), standardError, line, sinceStart);
    }

    private static byte[] withoutNul(byte[] line) {
        byte[] plain = line.clone();
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] == 0) {
                plain[i] = '?';
            }
        }
        return plain;
    }

    @Override
    public synchronized void status(Vertex<Tree> vertex, String text) {
        listener.status(number(vertex), text);
    }

    /// The solve is over: nobody reads a context any more.
    void settle() {
        List<ContextReading> open;
        synchronized (this) {
            open = List.copyOf(contexts);
        }
        open.forEach(ContextReading::finish);
    }

    /// The end of a step's output, ruled off below its name.
    synchronized List<String> tail(Vertex<Tree> vertex) {
        List<String> lines = new ArrayList<>();
        lines.add("------");
        lines.add(" > " + vertex.name() + ":");
        lines.addAll(tails.getOrDefault(vertex, new ArrayDeque<>()));
        lines.add("------");
        return lines;
    }

    synchronized int steps() {
        return steps;
    }

    synchronized int cachedSteps() {
        return cached;
    }
}
