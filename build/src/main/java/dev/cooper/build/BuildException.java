// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.solver.StepException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Dockerfile that doesn't build, or a step that the system lets nobody do. The message is one
/// line, for its author.
public final class BuildException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> excerpt;
    private final transient List<String> logTail;

    BuildException(
            String message, List<String> excerpt, List<String> logTail, @Nullable Throwable cause) {
        super(message, cause);
        this.excerpt = List.copyOf(excerpt);
        this.logTail = List.copyOf(logTail);
    }

    /// What the system refused while a step was done, which is no fault of the Dockerfile; null if
    /// nothing.
    public @Nullable IOException refusal() {
        for (Throwable each = getCause(); each != null; each = each.getCause()) {
            if (each instanceof StepException) {
                return null;
            }
            if (each instanceof IOException refused) {
                return refused;
            }
        }
        return null;
    }

    /// The Dockerfile's lines with the culprit marked; empty if no line is to blame.
    public List<String> excerpt() {
        return excerpt;
    }

    /// The failed step's name and the end of its output, ruled off; empty if no step ran.
    public List<String> logTail() {
        return logTail;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
