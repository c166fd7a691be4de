// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cache in an image's own configuration: the records of the steps that made its layers, as a
/// member that other programs pass over. Whoever has the image in a registry has its cache.
public final class InlineCache {
    private static final String MEMBER = "dev.cooper.cache.v0";
    private static final String BUILDKITS = "moby.buildkit.cache.v0";

    private InlineCache() {}

    /// Puts records into a configuration.
    ///
    /// @param keys of results, in the order of the steps
    public static byte[] into(byte[] config, Store store, Collection<Digest> keys)
            throws IOException, InterruptedException {
        List<Digest> diffIds = ImageConfig.parse(config).diffIds();
        List<CacheConfig.Step> records = new ArrayList<>();
        for (Digest key : new LinkedHashSet<>(keys)) {
            Optional<CacheRecord> found = store.cache().find(key);
            if (found.isPresent()) {
                CacheRecord record = found.get();
                int layers =
                        record.snapshot() == null
                                ? 0
                                : count(store.layers().chain(record.snapshot()), diffIds);
                if (layers >= 0) {
                    records.add(
                            new CacheConfig.Step(
                                    key, record.key(), layers - 1, record.created(), ""));
                }
            }
        }
        records.sort((a, b) -> a.found().toString().compareTo(b.found().toString()));
        byte[] cache = new CacheConfig(layers(diffIds, List.of()), records, List.of()).toBytes();
        Json.Obj plain = Json.parseObject(config);
        Json.Builder json = Json.object();
        plain.members().forEach(json::put);
        return json.put(MEMBER, Base64.getEncoder().encodeToString(cache))
                .build()
                .toBytes(Json.Escaping.HTML);
    }

    /// How many of the image's layers these are; -1 if they are others.
    private static int count(List<LayerInfo> chain, List<Digest> diffIds) {
        List<Digest> own = chain.stream().map(LayerInfo::diffId).toList();
        boolean lowest = own.size() <= diffIds.size() && diffIds.subList(0, own.size()).equals(own);
        return lowest ? own.size() : -1;
    }

    private static List<CacheConfig.Layer> layers(List<Digest> diffIds, List<Descriptor> blobs) {
        List<CacheConfig.Layer> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Digest blob = blobs.isEmpty() ? null : blobs.get(i).digest();
            layers.add(new CacheConfig.Layer(diffIds.get(i), blob, i - 1));
        }
        return layers;
    }

    /// The cache in an image's configuration; null if it has none.
    ///
    /// @param blobs the image's layers, lowest first
    /// @throws IOException if it has one that can't be read, or another builder's
    static @Nullable CacheConfig of(byte[] config, List<Descriptor> blobs) throws IOException {
        Json.Obj json = Json.parseObject(config);
        String text = json.string(MEMBER);
        if (text == null) {
            if (json.get(BUILDKITS) != null) {
                throw new IOException(
                        "its inline cache is BuildKit's, whose keys are of another kind");
            }
            return null;
        }
        List<Digest> diffIds = ImageConfig.parse(config).diffIds();
        if (diffIds.size() != blobs.size()) {
            throw new MalformedJsonException("its layers are not as many as its manifest has");
        }
        try {
            CacheConfig own = CacheConfig.parse(Base64.getDecoder().decode(text));
            if (own.layers().size() != diffIds.size()) {
                throw new MalformedJsonException("its inline cache is of another image");
            }
            return new CacheConfig(layers(diffIds, blobs), own.records(), List.of());
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("its inline cache is no base64");
        }
    }
}
