// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// Durations as Go writes them: `300ms`, `1.5h`, `2h45m`.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class GoDuration {
    private GoDuration() {}

    /// Nanoseconds.
    ///
    /// @throws IllegalArgumentException if it is none, in Go's words
    public static long parseNanos(String text) {
        throw new UnsupportedOperationException();
    }
}
