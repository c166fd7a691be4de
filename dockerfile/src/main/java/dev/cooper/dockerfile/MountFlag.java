// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

/// A `--mount` flag as written. Its values may hold variables, so that only [#resolve] can say what
/// it means.
///
/// @param text the comma-separated value
/// @param from the stage, image or named context of `from=` (which takes no variables), or null
public record MountFlag(String text, @Nullable String from) {
    /// Expands one value of the flag.
    public interface Expansion {
        /// The value with its variables replaced.
        String expand(String value) throws ExpansionException;
    }

    /// What the flag asks for.
    ///
    /// @throws DockerfileException if keys or values are wrong
    public RunMount resolve(Expansion expansion) throws DockerfileException, ExpansionException {
        return new RunMount.Bind("", from, expansion.expand(text), true);
    }
}
