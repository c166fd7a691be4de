// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.util.List;
import java.util.Optional;

/// The image a build made.
///
/// @param image its id: the digest of its config
/// @param tags those that it has in the store
/// @param steps steps the target needed, `cached` of which were not run again
/// @param build its id in the history; empty if it couldn't be recorded
/// @param manifest of the last output that has one
public record BuildResult(
        Digest image,
        List<Reference> tags,
        int steps,
        int cached,
        String build,
        Optional<Manifest> manifest) {
    /// Of one that isn't recorded, and went to the store alone.
    public BuildResult(Digest image, List<Reference> tags, int steps, int cached) {
        this(image, tags, steps, cached, "", Optional.empty());
    }

    /// What leads to an image outside of the store.
    ///
    /// @param size of the manifest in bytes
    public record Manifest(String mediaType, Digest digest, long size) {}
}
