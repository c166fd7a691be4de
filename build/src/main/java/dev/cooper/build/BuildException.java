// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Dockerfile that doesn't build. The message is one line, for its author.
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
