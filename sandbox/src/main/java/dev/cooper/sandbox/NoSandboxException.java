// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;

/// No driver, or not the one that was asked for, works on this machine. The message says why, a
/// line for each, and what to install or allow.
public final class NoSandboxException extends IOException {
    private static final long serialVersionUID = 1;

    public NoSandboxException(String message) {
        super(message);
    }
}
