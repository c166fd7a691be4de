// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

/// A function that was given what it can't take.
final class FunctionException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean call;

    private FunctionException(String message, boolean call) {
        super(message);
        this.call = call;
    }

    /// What the function itself says.
    static FunctionException failed(String message) {
        return new FunctionException(message, true);
    }

    /// Not a call that can be made.
    static FunctionException misused(String message) {
        return new FunctionException(message, false);
    }

    boolean isCall() {
        return call;
    }

    String message(String name) {
        String message = getMessage() == null ? "" : getMessage();
        return call ? "error calling " + name + ": " + message : message;
    }
}
