// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Terminal;
import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Text;
import dev.cooper.engine.TransferEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// A live view: a line for each layer that isn't done, below how much of all is.
final class LiveTransfer implements TransferProgress {
    private static final long REDRAW_NANOS = 80_000_000L;
    private static final int BAR = 20;

    private final Output out;
    private final TransferWords words;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final Map<String, TransferEvent.Layer> layers = new LinkedHashMap<>();
    private final StringBuilder ended = new StringBuilder();
    private int drawn;
    private long lastDrawn;

    LiveTransfer(Output out, TransferWords words, Terminal terminal, LongSupplier nanoTime) {
        this.out = out;
        this.words = words;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.lastDrawn = nanoTime.getAsLong() - REDRAW_NANOS;
    }

    @Override
    public synchronized void accept(TransferEvent event) {
        switch (event) {
            case TransferEvent.Resolved(var reference) ->
                    ended.append(words.resolved(reference)).append('\n');
            case TransferEvent.Layer layer -> layers.put(layer.id(), layer);
            case TransferEvent.Note(String text) ->
                    ended.append(Text.harmless(text, false)).append('\n');
        }
        if (nanoTime.getAsLong() - lastDrawn >= REDRAW_NANOS) {
            draw(true);
        }
    }

    private static boolean isDone(TransferEvent.Layer layer) {
        return switch (layer.phase()) {
            case WAITING, MOVING, ARRIVED -> false;
            case DONE, EXISTS, MOUNTED, LEFT_OUT -> true;
        };
    }

    private void draw(boolean more) {
        lastDrawn = nanoTime.getAsLong();
        int columns = Math.max(20, terminal.size().columns());
        int rows = Math.clamp(terminal.size().rows() - 2L, 3, 16);
        StringBuilder all = new StringBuilder();
        if (drawn > 0) {
            all.append("\u001b[").append(drawn).append("A\r\u001b[J");
        }
        all.append(ended);
        ended.setLength(0);
        drawn = 0;
        if (more && !layers.isEmpty()) {
            for (String line : lines(rows)) {
                all.append(Text.cut(line, columns - 1)).append('\n');
                drawn++;
            }
        }
        out.print(all).flush();
    }

    private List<String> lines(int rows) {
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        long total = 0;
        int done = 0;
        for (TransferEvent.Layer each : layers.values()) {
            boolean there = isDone(each);
            done += there ? 1 : 0;
            bytes += there ? each.total() : each.bytes();
            total += each.total();
            if (!there && lines.size() < rows - 1) {
                lines.add(line(each));
            }
        }
        lines.addFirst(
                "[+] %d/%d layers, %s of %s"
                        .formatted(
                                done,
                                layers.size(),
                                HumanSize.three(bytes),
                                HumanSize.three(total)));
        return lines;
    }

    private String line(TransferEvent.Layer layer) {
        String phase = words.phase(layer);
        if (!phase.isEmpty()) {
            return layer.id() + ": " + phase;
        }
        int full =
                layer.total() == 0 ? 0 : (int) Math.min(BAR, layer.bytes() * BAR / layer.total());
        return "%s: %s [%s%s] %s/%s"
                .formatted(
                        layer.id(),
                        words.moving(),
                        "=".repeat(full),
                        " ".repeat(BAR - full),
                        HumanSize.three(layer.bytes()),
                        HumanSize.three(layer.total()));
    }

    @Override
    public synchronized void end() {
        for (TransferEvent.Layer each : layers.values()) {
            if (isDone(each)) {
                ended.append(each.id()).append(": ").append(words.phase(each)).append('\n');
            }
        }
        draw(false);
        layers.clear();
    }
}
