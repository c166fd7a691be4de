// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One image: its configuration and layers (OCI image specification, manifest.md).
public record Manifest(
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations) {
    public static Manifest parse(byte[] bytes) throws MalformedImageException {
        Json.Obj json = Members.document(bytes, "manifest", "manifests");
        try {
            List<Descriptor> layers = new ArrayList<>();
            for (Json.Obj each : json.objects("layers")) {
                layers.add(Descriptor.parse(each));
            }
            return new Manifest(
                    Members.mediaType(json, MediaTypes.OCI_MANIFEST),
                    Descriptor.parse(json.requireObj("config")),
                    List.copyOf(layers),
                    json.stringMap("annotations"));
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("manifest: " + e.getMessage(), e);
        }
    }

    public byte[] toBytes() {
        Json.Builder json =
                Members.head(mediaType)
                        .put("config", config.toJson())
                        .put(
                                "layers",
                                Json.array(layers.stream().map(Descriptor::toJson).toList()));
        return Members.annotated(json, annotations).build().toBytes();
    }
}
