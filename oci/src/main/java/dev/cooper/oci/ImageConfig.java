// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configuration of an image (OCI image specification, config.md); its digest is the image's
/// id. Written with the members, and in the order, that BuildKit writes.
///
/// @param diffIds digests of the uncompressed layers, lowest first
/// @param history oldest first; entries that are not `emptyLayer` stand for the layers in order
public record ImageConfig(
        @Nullable Instant created,
        @Nullable String author,
        Platform platform,
        ContainerConfig config,
        List<Digest> diffIds,
        List<History> history) {
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /// Takes what docker, BuildKit and others write: missing and null members are as unset. Whether
    /// history and layers agree isn't asked here.
    public static ImageConfig parse(byte[] bytes) throws MalformedImageException {
        try {
            Json.Obj json = Json.parseObject(bytes);
            Json.Obj config = json.obj("config");
            Json.Obj rootfs = json.obj("rootfs");
            List<Digest> diffIds = new ArrayList<>();
            for (String each : rootfs == null ? List.<String>of() : rootfs.strings("diff_ids")) {
                diffIds.add(Members.digest(each));
            }
            List<History> history = new ArrayList<>();
            for (Json.Obj each : json.objects("history")) {
                history.add(
                        new History(
                                instant(each.string("created")),
                                each.string("created_by"),
                                each.string("author"),
                                each.string("comment"),
                                each.bool("empty_layer")));
            }
            Platform platform = Members.platform(json);
            return new ImageConfig(
                    instant(json.string("created")),
                    json.string("author"),
                    platform == null ? Platform.host() : platform,
                    config == null ? ContainerConfig.EMPTY : ContainerConfigJson.read(config),
                    diffIds,
                    history);
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("image config: " + e.getMessage(), e);
        }
    }

    public byte[] toBytes() {
        return Json.object()
                .put("architecture", platform.architecture())
                .put("config", ContainerConfigJson.write(config))
                .putIfPresent("created", text(created))
                .putIfPresent("author", author)
                .putIfPresent(
                        "history",
                        history.isEmpty()
                                ? null
                                : Json.array(history.stream().map(ImageConfig::json).toList()))
                .put("os", platform.os())
                .put(
                        "rootfs",
                        Json.object()
                                .put("type", "layers")
                                .put(
                                        "diff_ids",
                                        Json.strings(
                                                diffIds.stream().map(Digest::toString).toList()))
                                .build())
                .putIfPresent("variant", platform.variant())
                .build()
                .toBytes(Json.Escaping.HTML);
    }

    private static Json json(History entry) {
        Json.Builder json =
                Json.object()
                        .putIfPresent("created", text(entry.created()))
                        .putIfPresent("created_by", entry.createdBy())
                        .putIfPresent("author", entry.author())
                        .putIfPresent("comment", entry.comment());
        return (entry.emptyLayer() ? json.put("empty_layer", true) : json).build();
    }

    private static @Nullable Instant instant(@Nullable String text) throws MalformedImageException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new MalformedImageException(
                    "not a time: " + RawText.printable(RawText.encode(text)));
        }
    }

    /// Go's RFC3339Nano: as many digits of the second's fraction as it needs.
    private static @Nullable String text(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        String text = instant.toString();
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.replaceFirst("0+Z$", "Z");
    }
}
