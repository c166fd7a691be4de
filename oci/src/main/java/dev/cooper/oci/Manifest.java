// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.List;
import java.util.Map;

/// One image: its configuration and layers (OCI image specification, manifest.md).
@SuppressWarnings("DoNotCallSuggester")
public record Manifest(
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations) {
    public static Manifest parse(byte[] bytes) throws MalformedImageException {
        throw new MalformedImageException("manifest");
    }

    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }
}
