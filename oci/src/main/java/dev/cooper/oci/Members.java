// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What manifests, indexes and descriptors share in their reading and writing.
final class Members {
    private Members() {}

    static Digest digest(String text) throws MalformedImageException {
        Digest digest = Digest.parseOrNull(text);
        if (digest == null) {
            throw new MalformedImageException(
                    "not a digest: " + RawText.printable(RawText.encode(text)));
        }
        return digest;
    }

    static @Nullable Platform platform(Json.@Nullable Obj json) throws MalformedJsonException {
        if (json == null) {
            return null;
        }
        String os = json.string("os");
        String architecture = json.string("architecture");
        String variant = json.string("variant");
        return new Platform(
                os == null ? "" : os,
                architecture == null ? "" : architecture,
                variant == null || variant.isEmpty() ? null : variant);
    }

    static Json.Obj json(Platform platform) {
        return Json.object()
                .put("architecture", platform.architecture())
                .put("os", platform.os())
                .putIfPresent("variant", platform.variant())
                .build();
    }

    /// A document is a manifest or an index. One that has the members of both could be read as
    /// either, by two readers differently (CVE-2021-41190), and is refused.
    static Json.Obj document(byte[] bytes, String what, String foreignMember)
            throws MalformedImageException {
        try {
            Json.Obj json = Json.parseObject(bytes);
            if (json.longValue("schemaVersion", 2) != 2) {
                throw new MalformedImageException(
                        what
                                + " of schema version "
                                + json.longValue("schemaVersion", 2)
                                + ": only 2 is supported");
            }
            if (json.get(foreignMember) != null) {
                throw new MalformedImageException(
                        what + " has \"" + foreignMember + "\", which it may not");
            }
            return json;
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(what + ": " + e.getMessage(), e);
        }
    }

    static String mediaType(Json.Obj json, String otherwise) throws MalformedJsonException {
        String type = json.string("mediaType");
        return type == null || type.isEmpty() ? otherwise : type;
    }

    static Json.Builder head(String mediaType) {
        return Json.object().put("schemaVersion", 2).put("mediaType", mediaType);
    }

    static Json.Builder annotated(Json.Builder json, Map<String, String> annotations) {
        return json.putUnlessEmpty("annotations", annotations);
    }
}
