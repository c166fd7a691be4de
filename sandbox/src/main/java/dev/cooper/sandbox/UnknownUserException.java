// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

/// A user or group that a root file system knows nothing of, or files that can't be read to find
/// out. The message has docker's words where docker has some.
public final class UnknownUserException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownUserException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
