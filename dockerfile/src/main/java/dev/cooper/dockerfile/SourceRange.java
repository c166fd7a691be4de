// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A stretch of a Dockerfile, from the first char to the one after the last.
///
/// @param start where it begins
/// @param end where it has ended, on the last line that belongs to it
public record SourceRange(Position start, Position end) {
    /// The first line, counted from 1.
    public int firstLine() {
        return start.line();
    }

    /// The last line, which belongs to the range.
    public int lastLine() {
        return end.line();
    }
}
