// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Terminal;
import dev.cooper.engine.TransferEvent;
import java.util.function.Consumer;

/// Shows images on their way. Safe for any number of threads.
public interface TransferProgress extends Consumer<TransferEvent> {
    /// Nothing is shown.
    TransferProgress NONE =
            new TransferProgress() {
                @Override
                public void accept(TransferEvent event) {}

                @Override
                public void end() {}
            };

    /// What is shown last is out when this returns.
    void end();

    /// @param live whether `out` is a terminal
    static TransferProgress on(Output out, TransferWords words, Terminal terminal, boolean live) {
        return live
                ? new LiveTransfer(out, words, terminal, System::nanoTime)
                : new PlainTransfer(out, words);
    }
}
