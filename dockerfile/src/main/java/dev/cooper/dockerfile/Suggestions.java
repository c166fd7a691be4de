// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.Collection;
import java.util.Optional;

/// Finds the word that someone may have meant.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class Suggestions {
    private Suggestions() {}

    /// The known word nearest to what was written, if it is near enough to be a slip.
    public static Optional<String> nearest(String word, Collection<String> known) {
        throw new UnsupportedOperationException();
    }
}
