// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// The lines of a Dockerfile around an error, drawn as docker draws them. Immutable.
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public final class Excerpt {
    private Excerpt() {}

    /// The drawing, a line each, without newlines; empty if there is nothing to mark.
    ///
    /// @param text the whole file
    /// @param fileName the name to print above
    /// @param ranges the lines to mark
    public static List<String> lines(String text, String fileName, List<SourceRange> ranges) {
        throw new UnsupportedOperationException();
    }
}
