// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import java.util.List;

/// A layer in the form in which registries have it: what the bytes are called there, and who has
/// them. The bytes may be here or not.
///
/// @param diffId of the archive that it decompresses to
/// @param verified whether it was seen to decompress to that; else an image's configuration says so
/// @param repositories that have the blob, as `domain/path`, the latest heard of first
public record PackedLayer(
        Digest diffId, Descriptor blob, boolean verified, List<String> repositories) {
    public PackedLayer {
        repositories = List.copyOf(repositories);
    }
}
