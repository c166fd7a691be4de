// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configuration of an image (OCI image specification, config.md); its digest is the image's
/// id.
@SuppressWarnings("DoNotCallSuggester")
public record ImageConfig(
        @Nullable Instant created,
        @Nullable String author,
        Platform platform,
        ContainerConfig config,
        List<Digest> diffIds,
        List<History> history) {
    public static ImageConfig parse(byte[] bytes) throws MalformedImageException {
        throw new MalformedImageException("config");
    }

    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }
}
