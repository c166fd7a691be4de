// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One name for the images of several platforms (OCI image specification, image-index.md).
@SuppressWarnings("DoNotCallSuggester")
public record Index(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
    public static Index parse(byte[] bytes) throws MalformedImageException {
        throw new MalformedImageException("index");
    }

    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }

    /// The manifest that fits the platform best; the first of equals.
    public Optional<Descriptor> select(Platform wanted) {
        throw new UnsupportedOperationException();
    }
}
