// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.SourceRange;
import java.util.List;

/// Why a file cannot be built at all.
///
/// @param message one line
/// @param ranges the lines to blame; empty if there are none
public record LintFailure(String message, List<SourceRange> ranges) {
    /// Copies the list.
    public LintFailure {
        ranges = List.copyOf(ranges);
    }

    static LintFailure of(DockerfileException e) {
        String hint = e.hint();
        return new LintFailure(
                e.getMessage() + (hint == null ? "" : " (" + hint + ")"), e.ranges());
    }
}
