// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image as a registry has it: everything but its layers. Immutable.
///
/// @param reference by which it was asked for
/// @param root what that leads to: the index if there is one, else the manifest. Its digest is the
///   image's RepoDigest
/// @param index null if the name leads to a manifest
/// @param document the manifest of the one platform
/// @param configBytes exactly as they came; their digest is the image's id
public record RemoteImage(
        Reference reference,
        Descriptor root,
        @Nullable Document index,
        Document document,
        Manifest manifest,
        ImageConfig config,
        Blob configBytes) {
    /// Some bytes.
    public static final class Blob {
        private final byte[] bytes;

        Blob(byte[] bytes) {
            this.bytes = bytes;
        }

        /// A copy.
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /// Lowest first.
    public List<Descriptor> layers() {
        return manifest.layers();
    }
}
