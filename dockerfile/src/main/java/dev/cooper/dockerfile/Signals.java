// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.OptionalInt;

/// Linux signals by name and number.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class Signals {
    private Signals() {}

    /// The number of a signal written `9`, `KILL`, `SIGKILL` or `SIGRTMIN+1` in any capitals; empty
    /// if it is none.
    public static OptionalInt number(String signal) {
        throw new UnsupportedOperationException();
    }
}
