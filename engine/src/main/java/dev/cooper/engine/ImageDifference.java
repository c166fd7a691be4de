// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import java.util.List;
import java.util.Optional;

/// In what two images differ beside their files.
///
/// @param sameLayers how many layers they have in common, from the lowest
/// @param settings of the configuration, in its order
/// @param sameSteps how many entries their histories have in common, from the oldest
/// @param stepsBefore what comes after those in the first's history, oldest first
/// @param stepsAfter and in the second's
public record ImageDifference(
        Side before,
        Side after,
        int sameLayers,
        List<Setting> settings,
        int sameSteps,
        List<HistoryEntry> stepsBefore,
        List<HistoryEntry> stepsAfter) {
    /// @param size bytes of its files, every layer's
    public record Side(Digest image, long size, int layers) {}

    /// A value of the configuration, or one of a list's or a map's.
    ///
    /// @param name as the configuration calls it: `Cmd`, `Env PATH`, `Labels org.example.x`
    /// @param before text as it is, anything else as JSON; empty if there is none
    public record Setting(String name, Optional<String> before, Optional<String> after) {}
}
