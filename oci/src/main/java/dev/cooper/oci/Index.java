// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One name for the images of several platforms (OCI image specification, image-index.md).
public record Index(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
    public static Index parse(byte[] bytes) throws MalformedImageException {
        Json.Obj json = Members.document(bytes, "index", "layers");
        try {
            List<Descriptor> manifests = new ArrayList<>();
            for (Json.Obj each : json.objects("manifests")) {
                manifests.add(Descriptor.parse(each));
            }
            return new Index(
                    Members.mediaType(json, MediaTypes.OCI_INDEX),
                    List.copyOf(manifests),
                    json.stringMap("annotations"));
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("index: " + e.getMessage(), e);
        }
    }

    public byte[] toBytes() {
        Json.Builder json =
                Members.head(mediaType)
                        .put(
                                "manifests",
                                Json.array(manifests.stream().map(Descriptor::toJson).toList()));
        return Members.annotated(json, annotations).build().toBytes();
    }

    /// The manifest that fits the platform best; the first of equals.
    public Optional<Descriptor> select(Platform wanted) {
        Descriptor best = null;
        int rank = Integer.MAX_VALUE;
        for (Descriptor each : manifests) {
            Platform platform = each.platform();
            int its = platform == null ? -1 : wanted.rank(platform);
            if (its >= 0 && its < rank) {
                best = each;
                rank = its;
            }
        }
        return Optional.ofNullable(best);
    }
}
