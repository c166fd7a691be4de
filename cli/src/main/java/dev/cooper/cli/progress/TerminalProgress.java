// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Terminal;
import dev.cooper.cli.format.Elapsed;
import dev.cooper.cli.format.Text;
import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.CheckWarning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// A live view: steps that have ended scroll up, a line each; below them stand how far the build
/// is, the steps that run, and the last lines of what they print. Nothing that a program prints can
/// command the terminal.
public final class TerminalProgress implements Progress {
    private static final int LOG_LINES = 5;
    private static final int MOST_ROWS = 16;
    private static final long REDRAW_NANOS = 80_000_000L;

    private final Output out;
    private final Terminal terminal;
    private final boolean colors;
    private final LongSupplier nanoTime;
    private final long begin;
    private final Map<Integer, Step> running = new LinkedHashMap<>();
    private final Warnings warnings;
    private final List<String> reasons = new ArrayList<>();

    /// Lines of steps that have ended, not drawn yet.
    private final StringBuilder ended = new StringBuilder();

    /// Cells that each line of the live part took when it was drawn.
    private final List<Integer> drawn = new ArrayList<>();

    private int started;
    private int done;
    private long lastDrawn;

    public TerminalProgress(
            Output out,
            Terminal terminal,
            boolean colors,
            LongSupplier nanoTime,
            Warnings warnings) {
        this.warnings = warnings;
        this.out = out;
        this.terminal = terminal;
        this.colors = colors;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.lastDrawn = begin - REDRAW_NANOS;
    }

    private record Step(String name, long begin, ArrayDeque<String> log, List<String> warnings) {}

    @Override
    public synchronized void accept(BuildEvent event) {
        switch (event) {
            case BuildEvent.Started(int step, String name) -> {
                started++;
                running.put(
                        step,
                        new Step(
                                Text.harmless(name, false),
                                nanoTime.getAsLong(),
                                new ArrayDeque<>(),
                                new ArrayList<>()));
            }
            case BuildEvent.Status(int step, String text) -> log(step, text);
            case BuildEvent.Explained(int step, String text) -> explain(step, text);
            case BuildEvent.Log(int step, _, byte[] line, _) -> log(step, lastOf(line));
            case BuildEvent.Done(int step, boolean cached, Duration took) ->
                    finish(step, cached ? "CACHED " : "", cached ? "36" : "34", took);
            case BuildEvent.Failed(int step, _, Duration took) ->
                    finish(step, "ERROR ", "31", took);
            case BuildEvent.Canceled(int step) -> finish(step, "CANCELED ", "33", Duration.ZERO);
            case BuildEvent.Warning(String text) -> warnings.add(text);
            case BuildEvent.Found(int step, CheckWarning warning) -> found(step, warning);
            case BuildEvent.Built _ -> {}
        }
        if (nanoTime.getAsLong() - lastDrawn >= REDRAW_NANOS) {
            draw();
        }
    }

    /// What a line shows once its carriage returns have been obeyed.
    private static String lastOf(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
        return text.substring(text.lastIndexOf('\r') + 1);
    }

    private void log(int number, String text) {
        Step step = running.get(number);
        if (step != null) {
            step.log().addLast(Text.harmless(text, false));
            if (step.log().size() > LOG_LINES) {
                step.log().removeFirst();
            }
        }
    }

    private void found(int number, CheckWarning warning) {
        warnings.add(warning);
        Step step = running.get(number);
        if (step != null) {
            step.warnings().add(Text.harmless(warning.summary(), false));
        }
    }

    /// Shown at the end: what scrolls by isn't read.
    private void explain(int number, String text) {
        Step step = running.get(number);
        reasons.add((step == null ? "#" + number : step.name()) + ": " + text);
    }

    private void finish(int number, String prefix, String color, Duration took) {
        Step step = running.remove(number);
        done++;
        if (step != null) {
            String line = line(" => " + prefix + step.name(), Elapsed.tenths(took), columns());
            ended.append(colored(color, line)).append('\n');
            for (String warning : step.warnings()) {
                String below = line(" => WARN: " + warning, "0.0s", columns());
                ended.append(colored("33", below)).append('\n');
            }
        }
    }

    private int columns() {
        return Math.max(20, terminal.size().columns());
    }

    @Override
    public synchronized void tick() {
        draw();
    }

    private void draw() {
        lastDrawn = nanoTime.getAsLong();
        StringBuilder all = erased();
        all.append(ended);
        ended.setLength(0);
        int columns = columns();
        int rows = Math.clamp(terminal.size().rows() - 2L, 3, MOST_ROWS);
        add(all, "", "[+] Building " + elapsed(begin) + " (" + done + "/" + started + ")");
        for (Step step : running.values()) {
            if (drawn.size() >= rows) {
                break;
            }
            add(all, "", line(" => " + step.name(), elapsed(step.begin()), columns));
            int first = Math.max(0, step.log().size() - (rows - drawn.size()));
            int i = 0;
            for (String text : step.log()) {
                if (i++ >= first) {
                    add(all, "2", Text.cut(" => => # " + text, columns - 1));
                }
            }
        }
        out.print(all).flush();
    }

    private void add(StringBuilder all, String color, String line) {
        drawn.add(Text.width(line));
        all.append(colored(color, line)).append('\n');
    }

    /// What takes the live part off the screen: as many rows as its lines take now, which is more
    /// than they took if the window has become narrower.
    private StringBuilder erased() {
        StringBuilder all = new StringBuilder();
        int columns = columns();
        int rows = 0;
        for (int width : drawn) {
            rows += Math.max(1, (width + columns - 1) / columns);
        }
        drawn.clear();
        if (rows > 0) {
            all.append("\u001b[").append(rows).append("A\r\u001b[J");
        }
        return all;
    }

    private static String line(String left, String right, int columns) {
        String cut = Text.cut(left, columns - right.length() - 2);
        return cut + " ".repeat(columns - 1 - Text.width(cut) - right.length()) + right;
    }

    private String colored(String color, String line) {
        return colors && !color.isEmpty() ? "\u001b[" + color + "m" + line + "\u001b[0m" : line;
    }

    private String elapsed(long since) {
        return Elapsed.tenths(Duration.ofNanos(nanoTime.getAsLong() - since));
    }

    /// Leaves what has ended, and clears the live part away.
    @Override
    public synchronized void pause() {
        StringBuilder all = erased();
        all.append(ended);
        ended.setLength(0);
        out.print(all).flush();
    }

    @Override
    public synchronized void end() {
        StringBuilder all = erased();
        all.append(ended);
        ended.setLength(0);
        if (started > 0) {
            all.append("[+] Building ").append(elapsed(begin));
            all.append(" (").append(done).append('/').append(started).append(") FINISHED\n");
        }
        if (!reasons.isEmpty()) {
            all.append("Steps that ran, and why:\n");
        }
        for (String text : reasons) {
            all.append(" => ").append(Text.harmless(text, false)).append('\n');
        }
        reasons.clear();
        if (!warnings.isEmpty()) {
            all.append('\n').append(colored("33", warnings.head())).append('\n');
            for (String line : warnings.lines()) {
                all.append(Text.harmless(line, true)).append('\n');
            }
        }
        out.print(all).flush();
    }
}
