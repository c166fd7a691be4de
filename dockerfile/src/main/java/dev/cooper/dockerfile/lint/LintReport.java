// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the checks of a file came to.
///
/// @param fileName as the build knows it, such as `Dockerfile`
/// @param text the whole file
/// @param warnings in the order in which the reference builder finds them
/// @param failure why the file cannot be built: a mistake in it, or, with `error=true`, that there
///   are warnings; null if it can
public record LintReport(
        String fileName, String text, List<LintWarning> warnings, @Nullable LintFailure failure) {
    /// Copies the list.
    public LintReport {
        warnings = List.copyOf(warnings);
    }

    /// Whether there is nothing to say.
    public boolean isClean() {
        return warnings.isEmpty() && failure == null;
    }
}
