// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.format.Text;
import dev.cooper.engine.TransferEvent;

/// A line for every new state of a layer, as docker has them where there is no terminal.
public final class PlainTransfer implements TransferProgress {
    private final Output out;
    private final TransferWords words;

    public PlainTransfer(Output out, TransferWords words) {
        this.out = out;
        this.words = words;
    }

    @Override
    public synchronized void accept(TransferEvent event) {
        String line =
                switch (event) {
                    case TransferEvent.Resolved(var reference) -> words.resolved(reference);
                    case TransferEvent.Layer layer -> {
                        String phase = words.phase(layer);
                        yield phase.isEmpty() ? "" : layer.id() + ": " + phase;
                    }
                    case TransferEvent.Note(String text) -> Text.harmless(text, false);
                };
        if (!line.isEmpty()) {
            out.println(line).flush();
        }
    }

    @Override
    public void end() {
        // Every line is out.
    }
}
