// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A path pattern that Go's `filepath.Match` would refuse, or an impossible line of a
/// `.dockerignore` file.
public final class MalformedPatternException extends Exception {
    private final int line;

    /// An error in the pattern on a line of a file.
    ///
    /// @param line the line in its file, counted from 1; 0 where the pattern came from no file
    public MalformedPatternException(String message, int line) {
        super(message);
        this.line = line;
    }

    /// The line in its file, counted from 1; 0 where the pattern came from no file.
    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
