// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An image in the store.
///
/// @param tags newest first; empty for a dangling image
/// @param digests the repositories that it is known to be in, each with its digest there
/// @param size bytes of its files, every layer's, as docker counts them
/// @param created by its config; the epoch where that says nothing
public record ImageSummary(
        Digest id,
        List<Reference> tags,
        List<Reference> digests,
        Instant created,
        long size,
        Optional<Instant> lastTagged,
        ImageConfig config) {}
