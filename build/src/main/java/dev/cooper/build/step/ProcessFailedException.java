// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;

/// A program of a `RUN` that ended with another code than 0.
public final class ProcessFailedException extends StepException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    ProcessFailedException(String command, int exitCode) {
        super("process " + command + " did not complete successfully: exit code: " + exitCode);
        this.exitCode = exitCode;
    }

    /// 128+n if signal n ended it.
    public int exitCode() {
        return exitCode;
    }
}
