// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.util.List;

/// The image a build made.
///
/// @param image its id: the digest of its config
/// @param steps steps the target needed, `cached` of which were not run again
/// @param build its id in the history; empty if it couldn't be recorded
public record BuildResult(Digest image, List<Reference> tags, int steps, int cached, String build) {
    public BuildResult(Digest image, List<Reference> tags, int steps, int cached) {
        this(image, tags, steps, cached, "");
    }
}
