// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// A word whose variables cannot be expanded: bad `${…}` syntax, an unfinished quote, a
/// `${x:?message}` that was not met, or a result over the limits of [Expander].
public final class ExpansionException extends Exception {
    /// An error in the words of the reference builder.
    public ExpansionException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
