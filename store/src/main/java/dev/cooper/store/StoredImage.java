// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Reference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image of the store, with the tags that it had when it was read.
///
/// @param id digest of the configuration
/// @param config what the configuration says
/// @param json the configuration, byte for byte: what the id is the digest of
/// @param tags its tags, newest first; none for a dangling image
/// @param digests the repositories that it is known to be in, each with the digest that it has
///   there, newest first
/// @param lastTagged when it got the newest of these, null if there is none
public record StoredImage(
        Digest id,
        ImageConfig config,
        Bytes json,
        List<Reference> tags,
        List<Reference> digests,
        @Nullable Instant lastTagged) {
    public StoredImage {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
    }

    /// The configuration, byte for byte: a copy.
    public byte[] configBytes() {
        return json.array();
    }
}
