// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A place in a Dockerfile.
///
/// @param line the line, counted from 1
/// @param column the column in chars, counted from 0
public record Position(int line, int column) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
