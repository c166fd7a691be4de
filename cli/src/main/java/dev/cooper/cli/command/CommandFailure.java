// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

/// A verb that can't do what it was told; the message is what is printed, its prefix included.
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final int exitCode;

    CommandFailure(String message) {
        this(message, 1);
    }

    CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
