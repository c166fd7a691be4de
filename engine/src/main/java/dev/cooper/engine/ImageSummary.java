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
/// @param size bytes of its files, every layer's, as docker counts them
/// @param created by its config; the epoch where that says nothing
public record ImageSummary(
        Digest id,
        List<Reference> tags,
        Instant created,
        long size,
        Optional<Instant> lastTagged,
        ImageConfig config) {}
