// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Dockerfile that cannot be understood. The message is one line and worded as BuildKit words it,
/// where it has words for the case.
public final class DockerfileException extends Exception {
    private final transient List<SourceRange> ranges;
    private final @Nullable String hint;

    /// An error at some lines of a Dockerfile.
    public DockerfileException(String message, List<SourceRange> ranges) {
        this(message, ranges, null);
    }

    /// An error at some lines of a Dockerfile, with advice.
    ///
    /// @param ranges what to mark in the excerpt; empty if the error has no place
    /// @param hint advice that the message does not hold, or null
    public DockerfileException(String message, List<SourceRange> ranges, @Nullable String hint) {
        super(message);
        this.ranges = List.copyOf(ranges);
        this.hint = hint;
    }

    /// The places to blame; empty where the error is about the whole file.
    public List<SourceRange> ranges() {
        return ranges;
    }

    /// What may help, in one sentence, or null.
    public @Nullable String hint() {
        return hint;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
