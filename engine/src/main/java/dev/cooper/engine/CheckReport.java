// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;
import java.util.Optional;

/// What the checks of a Dockerfile came to.
///
/// @param warnings in the order in which BuildKit finds them
/// @param mistake why the file can't be built, if it can't
/// @param text the warnings as `docker build --check` prints them, in the order of the file, with
///   the newline of the last line; empty if there is nothing but a mistake
/// @param json all of it as `docker build --call=check,format=json` prints it, with a newline
public record CheckReport(
        List<CheckWarning> warnings, Optional<Mistake> mistake, String text, String json) {
    public CheckReport {
        warnings = List.copyOf(warnings);
    }

    /// What makes a build of the file fail: something wrong in it, or, where it says `error=true`,
    /// that there are warnings.
    ///
    /// @param message one line
    /// @param excerpt the lines to blame, marked, as docker prints them; empty if there are none
    public record Mistake(String message, String excerpt) {}

    /// Whether there is nothing to say.
    public boolean isClean() {
        return warnings.isEmpty() && mistake.isEmpty();
    }
}
