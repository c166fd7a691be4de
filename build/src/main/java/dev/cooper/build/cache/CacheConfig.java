// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configuration of an exported cache: BuildKit's form (`layers` and `records`), with the keys
/// of this builder, and members of our own beside it (`key`, `detail`, `mounts`).
///
/// @param layers each after the one it lies on
/// @param records results by key
/// @param mounts shared folders
public record CacheConfig(List<Layer> layers, List<Step> records, List<Mount> mounts) {
    public static final String MEDIA_TYPE = "application/vnd.buildkit.cacheconfig.v0";

    /// @param blob its archive, plain or compressed; null for a layer of a base image, which comes
    ///   from where that does
    /// @param parent index of the layer below; -1 for none
    public record Layer(Digest diffId, @Nullable Digest blob, int parent) {}

    /// @param found the key that it is found under
    /// @param key the step's own
    /// @param layer index of the result's top layer; -1 for an empty tree
    /// @param detail what is known of the step
    public record Step(Digest found, Digest key, int layer, Instant created, String detail) {}

    /// @param name what tells it apart from others
    /// @param blob an archive of its files
    public record Mount(String name, Digest blob) {}

    public CacheConfig {
        layers = List.copyOf(layers);
        records = List.copyOf(records);
        mounts = List.copyOf(mounts);
    }

    public byte[] toBytes() {
        List<Json> layerList = new ArrayList<>();
        for (Layer each : layers) {
            layerList.add(
                    Json.object()
                            .putIfPresent("blob", each.blob() == null ? null : each.blob() + "")
                            .put("parent", each.parent())
                            .put(
                                    "annotations",
                                    Json.object().put("diffID", each.diffId().toString()).build())
                            .build());
        }
        List<Json> recordList = new ArrayList<>();
        for (Step each : records) {
            List<Json> results = new ArrayList<>();
            if (each.layer() >= 0) {
                results.add(
                        Json.object()
                                .put("layer", each.layer())
                                .put("createdAt", each.created().toString())
                                .build());
            }
            recordList.add(
                    Json.object()
                            .put("layers", Json.array(results))
                            .put("digest", each.found().toString())
                            .put("key", each.key().toString())
                            .put("createdAt", each.created().toString())
                            .put("detail", each.detail())
                            .build());
        }
        List<Json> mountList = new ArrayList<>();
        for (Mount each : mounts) {
            mountList.add(
                    Json.object()
                            .put("name", each.name())
                            .put("blob", each.blob().toString())
                            .build());
        }
        return Json.object()
                .put("layers", Json.array(layerList))
                .put("records", Json.array(recordList))
                .put("mounts", Json.array(mountList))
                .build()
                .toBytes();
    }

    /// What [#toBytes] wrote. Records of another builder, which have no `key`, are left out.
    ///
    /// @throws MalformedJsonException for anything else
    public static CacheConfig parse(byte[] bytes) throws MalformedJsonException {
        Json.Obj json = Json.parseObject(bytes);
        List<Layer> layers = new ArrayList<>();
        for (Json.Obj each : json.objects("layers")) {
            Json.Obj annotations = each.obj("annotations");
            String diffId = annotations == null ? null : annotations.string("diffID");
            String blob = each.string("blob");
            long parent = each.longValue("parent", -1);
            if (parent < -1 || parent >= layers.size()) {
                throw new MalformedJsonException("a layer lies on one that doesn't come before it");
            }
            layers.add(
                    new Layer(
                            digest(String.valueOf(diffId)),
                            blob == null ? null : digest(blob),
                            (int) parent));
        }
        List<Step> records = new ArrayList<>();
        for (Json.Obj each : json.objects("records")) {
            if (each.string("key") != null) {
                records.add(parseRecord(each, layers.size()));
            }
        }
        List<Mount> mounts = new ArrayList<>();
        for (Json.Obj each : json.objects("mounts")) {
            mounts.add(new Mount(each.requireString("name"), digest(each.requireString("blob"))));
        }
        return new CacheConfig(layers, records, mounts);
    }

    private static Step parseRecord(Json.Obj json, int layers) throws MalformedJsonException {
        List<Json.Obj> results = json.objects("layers");
        long layer = results.isEmpty() ? -1 : results.getFirst().requireLong("layer");
        if (layer < -1 || layer >= layers) {
            throw new MalformedJsonException("a record leads to a layer that isn't there");
        }
        try {
            String detail = json.string("detail");
            return new Step(
                    digest(json.requireString("digest")),
                    digest(json.requireString("key")),
                    (int) layer,
                    Instant.parse(json.requireString("createdAt")),
                    detail == null ? "" : detail);
        } catch (DateTimeException e) {
            throw new MalformedJsonException("\"createdAt\" is no time");
        }
    }

    private static Digest digest(String text) throws MalformedJsonException {
        Digest digest = Digest.parseOrNull(text);
        if (digest == null) {
            throw new MalformedJsonException("not a digest: " + text);
        }
        return digest;
    }

    /// The layers of a tree, lowest first.
    public List<Layer> chain(int top) {
        List<Layer> chain = new ArrayList<>();
        for (int at = top; at >= 0; at = layers.get(at).parent()) {
            chain.addFirst(layers.get(at));
        }
        return chain;
    }
}
