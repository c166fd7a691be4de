// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Signals;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Signals that a test sends.
final class FakeSignals implements Signals {
    private @Nullable IntConsumer handler;

    @Override
    public Handling handle(IntConsumer wanted) {
        handler = wanted;
        return () -> handler = null;
    }

    void send(int signal) {
        if (handler != null) {
            handler.accept(signal);
        }
    }

    boolean isHandled() {
        return handler != null;
    }
}
