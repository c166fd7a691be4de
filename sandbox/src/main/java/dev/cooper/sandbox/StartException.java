// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

/// A program that can't be started in its sandbox; the message is runc's where runc has one: `exec:
/// "nosuch": executable file not found in $PATH`.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    /// Why.
    public enum Reason {
        NOT_FOUND,
        NOT_EXECUTABLE,
        OTHER
    }

    private final Reason reason;

    public StartException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
