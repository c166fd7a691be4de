// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

/// A context or a Dockerfile that can't be read; the message is for whoever typed the command.
public final class ContextException extends Exception {
    private static final long serialVersionUID = 1;

    ContextException(String message) {
        super(message);
    }

    ContextException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
