// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.CooperException;

/// Docker's words before the engine's.
final class Errors {
    private Errors() {}

    /// `Error response from daemon: …`: there is no daemon, but scripts look for it. What the
    /// machine is to blame for is said without.
    static String fromDaemon(CooperException e) {
        return switch (e) {
            case CooperException.NotFound _,
                    CooperException.Conflict _,
                    CooperException.InvalidInput _,
                    CooperException.RegistryFailure _,
                    CooperException.StartFailed _ ->
                    "Error response from daemon: " + e.getMessage();
            case CooperException.SystemFailure _, CooperException.BuildFailed _ ->
                    "Error: " + e.getMessage();
        };
    }
}
