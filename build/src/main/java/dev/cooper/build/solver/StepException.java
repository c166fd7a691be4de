// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

/// A step that can't be done for a reason its author can mend: a program that failed, a file that
/// isn't there. The message is for that author.
public class StepException extends Exception {
    private static final long serialVersionUID = 1;

    public StepException(String message) {
        super(message);
    }

    public StepException(String message, Throwable cause) {
        super(message, cause);
    }
}
