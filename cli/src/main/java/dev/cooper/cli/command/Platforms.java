// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.oci.Platform;
import org.jspecify.annotations.Nullable;

/// `--platform`.
final class Platforms {
    private Platforms() {}

    /// Null for null.
    static @Nullable Platform parse(@Nullable String typed) throws CommandFailure {
        if (typed == null || typed.isEmpty()) {
            return null;
        }
        try {
            return Platform.parse(typed);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    /// @throws CommandFailure if programs for it can't run here
    static void checkHost(@Nullable String typed) throws CommandFailure {
        Platform wanted = parse(typed);
        if (wanted != null && !wanted.matches(Platform.host())) {
            throw new CommandFailure(
                    "platform "
                            + wanted
                            + " can't run on this machine, which is "
                            + Platform.host());
        }
    }
}
