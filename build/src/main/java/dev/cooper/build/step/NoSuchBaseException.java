// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

/// An image that nobody has.
public final class NoSuchBaseException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message says what was looked for, and where
    public NoSuchBaseException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
