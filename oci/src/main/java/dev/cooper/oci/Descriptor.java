// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A link to a blob: its type, digest and size (OCI image specification, descriptor.md).
@SuppressWarnings("DoNotCallSuggester")
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Map<String, String> annotations,
        @Nullable Platform platform) {
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Map.of(), null);
    }

    public static Descriptor of(String mediaType, byte[] content) {
        return of(mediaType, Digest.sha256(content), content.length);
    }

    public static Descriptor parse(Json.Obj json) throws MalformedImageException {
        throw new MalformedImageException("descriptor");
    }

    public Json.Obj toJson() {
        throw new UnsupportedOperationException();
    }

    public Descriptor withAnnotations(Map<String, String> newAnnotations) {
        return new Descriptor(mediaType, digest, size, newAnnotations, platform);
    }

    public Descriptor withPlatform(@Nullable Platform newPlatform) {
        return new Descriptor(mediaType, digest, size, annotations, newPlatform);
    }
}
