// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a stage gets from the image that it starts from.
///
/// @param environment its variables, in order
/// @param shell its `SHELL`, empty if it has none
/// @param onBuild its `ONBUILD` instructions, as kept
/// @param platform what it was made for
public record BaseFacts(
        SequencedMap<String, String> environment,
        List<String> shell,
        List<String> onBuild,
        PlatformFacts platform) {
    /// Copies.
    public BaseFacts {
        environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
        shell = List.copyOf(shell);
        onBuild = List.copyOf(onBuild);
    }

    /// An image without shell or triggers.
    public static BaseFacts of(Map<String, String> environment, PlatformFacts platform) {
        return new BaseFacts(new LinkedHashMap<>(environment), List.of(), List.of(), platform);
    }
}
