// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.format.Elapsed;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.CheckWarning;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lines that begin with their step's number, docker's `--progress=plain`. Steps that run at the
/// same time take turns: a step has the floor until it ends, or is silent while another has
/// something to say; `#N ...` tells that it will go on. Programs' output is passed on byte by byte.
public final class PlainProgress implements Progress {
    /// A step that is silent for so long gives way.
    private static final long QUIET_NANOS = 500_000_000L;

    /// And one that isn't, when another has waited so long.
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Output out;
    private final LongSupplier nanoTime;
    private final Map<Integer, Step> steps = new LinkedHashMap<>();
    private final Warnings warnings;
    private @Nullable Step current;
    private boolean begun;

    public PlainProgress(Output out, LongSupplier nanoTime, Warnings warnings) {
        this.warnings = warnings;
        this.out = out;
        this.nanoTime = nanoTime;
    }

    private static final class Step {
        final int number;
        final String name;
        final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        /// When the oldest of what waits came, or when the step last had something shown.
        long since;

        boolean shown;
        boolean ended;

        Step(int number, String name, long now) {
            this.number = number;
            this.name = name;
            this.since = now;
        }
    }

    @Override
    public synchronized void accept(BuildEvent event) {
        if (!begun) {
            begun = true;
            out.println("#0 building with \"default\" instance using cooper driver");
        }
        long now = nanoTime.getAsLong();
        switch (event) {
            case BuildEvent.Started(int step, String name) ->
                    steps.put(step, new Step(step, name, now));
            case BuildEvent.Status(int step, String text) -> add(step, text, now);
            case BuildEvent.Explained(int step, String text) ->
                    add(step, "runs because " + text, now);
            case BuildEvent.Log(int step, _, byte[] line, var since) ->
                    add(step, Elapsed.thousandths(since) + " ", line, now);
            case BuildEvent.Done(int step, boolean cached, var took) ->
                    finish(step, cached ? "CACHED" : "DONE " + Elapsed.tenths(took), now);
            case BuildEvent.Failed(int step, String message, _) ->
                    finish(step, "ERROR: " + message, now);
            case BuildEvent.Canceled(int step) -> finish(step, "CANCELED", now);
            case BuildEvent.Warning(String text) -> warnings.add(text);
            case BuildEvent.Found(int step, CheckWarning warning) -> {
                add(step, "WARN: " + warning.summary(), now);
                warnings.add(warning);
            }
            case BuildEvent.Built _ -> {}
        }
        pump(now);
    }

    private void add(int number, String text, long now) {
        add(number, text, new byte[0], now);
    }

    private void add(int number, String prefix, byte[] line, long now) {
        Step step = steps.computeIfAbsent(number, n -> new Step(n, "", now));
        if (step.waiting.size() == 0) {
            step.since = now;
        }
        step.waiting.writeBytes(("#" + number + " " + prefix).getBytes(StandardCharsets.UTF_8));
        step.waiting.writeBytes(line);
        step.waiting.write('\n');
    }

    private void finish(int number, String text, long now) {
        add(number, text, now);
        Step step = steps.get(number);
        if (step != null) {
            step.ended = true;
        }
    }

    @Override
    public synchronized void tick() {
        if (begun) {
            pump(nanoTime.getAsLong());
        }
    }

    private void pump(long now) {
        while (true) {
            Step speaking = current;
            if (speaking != null) {
                boolean spoke = say(speaking, now);
                if (!speaking.ended) {
                    Step next = mostPatient();
                    boolean givesWay =
                            next != null
                                    && ((!spoke && now - speaking.since >= QUIET_NANOS)
                                            || now - next.since >= PATIENCE_NANOS);
                    if (!givesWay) {
                        break;
                    }
                    out.println("#" + speaking.number + " ...");
                }
                current = null;
            }
            Step next = mostPatient();
            if (next == null) {
                next = silent(now);
            }
            if (next == null) {
                break;
            }
            current = next;
            next.shown = true;
            out.println("").println("#" + next.number + " " + next.name);
        }
        out.flush();
    }

    /// Shows what waits; false if nothing does.
    private boolean say(Step step, long now) {
        boolean any = step.waiting.size() > 0;
        if (any) {
            out.write(step.waiting.toByteArray());
            step.waiting.reset();
            step.since = now;
        }
        if (step.ended) {
            steps.remove(step.number);
        }
        return any;
    }

    /// The step whose output has waited longest; those that have ended come first.
    private @Nullable Step mostPatient() {
        Step best = null;
        for (Step step : steps.values()) {
            if (step == current || step.waiting.size() == 0) {
                continue;
            }
            boolean better =
                    best == null
                            || (step.ended && !best.ended)
                            || (step.ended == best.ended && step.since < best.since);
            best = better ? step : best;
        }
        return best;
    }

    /// A step that has run for a while and was never shown.
    private @Nullable Step silent(long now) {
        for (Step step : steps.values()) {
            if (!step.shown && now - step.since >= QUIET_NANOS) {
                return step;
            }
        }
        return null;
    }

    @Override
    public synchronized void end() {
        for (Step step : List.copyOf(steps.values())) {
            if (step.waiting.size() > 0) {
                if (step != current) {
                    out.println("").println("#" + step.number + " " + step.name);
                }
                say(step, 0);
            }
        }
        if (!warnings.isEmpty()) {
            out.println("").println(warnings.head());
            warnings.lines().forEach(out::println);
        }
        out.flush();
    }
}
