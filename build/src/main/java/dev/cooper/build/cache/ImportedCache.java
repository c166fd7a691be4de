// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.Manifest;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An exported cache that a build looks results up in. Its records are read when it is opened; a
/// layer is read when somebody needs the files. For any number of threads.
public final class ImportedCache implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final CachePlace place;
    private final CacheConfig config;
    private final Digest manifest;
    private final Map<Digest, Descriptor> blobs = new HashMap<>();
    private final Map<Digest, CacheConfig.Step> records = new HashMap<>();
    private final boolean mounts;

    private ImportedCache(
            CachePlace place,
            CacheConfig config,
            Digest manifest,
            List<Descriptor> layers,
            boolean mounts) {
        this.place = place;
        this.config = config;
        this.manifest = manifest;
        this.mounts = mounts;
        layers.forEach(each -> blobs.put(each.digest(), each));
        config.records().forEach(each -> records.put(each.found(), each));
    }

    /// @throws IOException if there is none, or what is there is damaged, or another builder's
    public static ImportedCache open(CacheSource source, CacheRegistry registry)
            throws IOException {
        CachePlace place = source.open(registry);
        try {
            CachePlace.Found found =
                    place.find().orElseThrow(() -> new IOException(source.nothing()));
            return new ImportedCache(
                    place,
                    config(place, found.manifest()),
                    found.digest(),
                    found.manifest().layers(),
                    source.mounts());
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private static CacheConfig config(CachePlace place, Manifest manifest) throws IOException {
        byte[] bytes = place.document(manifest.config());
        if (!manifest.config().mediaType().equals(CacheConfig.MEDIA_TYPE)) {
            CacheConfig inline = InlineCache.of(bytes, manifest.layers());
            if (inline == null) {
                throw new IOException(place.name() + " holds an image, and no cache in it");
            }
            return inline;
        }
        CacheConfig config = CacheConfig.parse(bytes);
        if (config.records().isEmpty() && !Json.parseObject(bytes).objects("records").isEmpty()) {
            throw new IOException(
                    place.name()
                            + " holds a cache of BuildKit, whose keys are of another kind: nothing of it can be used");
        }
        return config;
    }

    public Digest manifest() {
        return manifest;
    }

    CacheConfig config() {
        return config;
    }

    CachePlace place() {
        return place;
    }

    /// The blob of a layer or a shared folder; null if the manifest doesn't have it.
    @Nullable Descriptor blob(@Nullable Digest digest) {
        return digest == null ? null : blobs.get(digest);
    }

    /// What is found under a key; null for nothing.
    CacheConfig.@Nullable Step find(Digest key) {
        return records.get(key);
    }

    /// Brings a record's files to the store, and the record too.
    SnapshotId bring(CacheConfig.Step record, Store store)
            throws IOException, InterruptedException {
        List<CacheConfig.Layer> chain = config.chain(record.layer());
        List<Digest> diffIds = chain.stream().map(CacheConfig.Layer::diffId).toList();
        List<Digest> missing = store.layers().missing(diffIds);
        for (CacheConfig.Layer each : chain) {
            if (missing.contains(each.diffId())) {
                add(each, store);
            }
        }
        SnapshotId snapshot = store.layers().snapshot(diffIds);
        if (snapshot == null) {
            throw new IOException("an exported result has no files");
        }
        CacheRecord kept =
                new CacheRecord(record.key(), snapshot, record.created(), record.detail());
        store.cache().put(record.found(), kept);
        if (!record.found().equals(record.key())) {
            store.cache().put(record.key(), kept);
        }
        return snapshot;
    }

    private void add(CacheConfig.Layer layer, Store store)
            throws IOException, InterruptedException {
        Descriptor blob = blob(layer.blob());
        if (blob == null) {
            // Of a base image; whether the store has it shows when the tree is made.
            return;
        }
        try (InputStream in = new BufferedInputStream(place.open(blob), BUFFER)) {
            LayerInfo info = store.layers().add(in);
            if (!info.diffId().equals(layer.diffId())) {
                throw new IOException(
                        "layer %s of the imported cache is %s"
                                .formatted(layer.diffId(), info.diffId()));
            }
        }
    }

    /// An archive of a shared folder's files; null if there is none of this name.
    public @Nullable InputStream openMount(String name) throws IOException {
        for (CacheConfig.Mount each : config.mounts()) {
            Descriptor blob = mounts && each.name().equals(name) ? blob(each.blob()) : null;
            if (blob != null) {
                return Compression.decompressDetected(
                        new BufferedInputStream(place.open(blob), BUFFER));
            }
        }
        return null;
    }

    @Override
    public void close() {
        place.close();
    }
}
