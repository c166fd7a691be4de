// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.build.output.OciLayout;
import dev.cooper.build.output.TreeArchive;
import dev.cooper.build.solver.StepLog;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.posix.Dir;
import dev.cooper.store.CacheFolders;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.ChainIds;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes results of steps to a folder or a registry: a manifest whose configuration is a
/// [CacheConfig] and whose layers are those of the results. A layer that is there already is not
/// written again. Used once.
public final class CacheExport {
    private final Store store;
    private final List<ImportedCache> imported;
    private final CacheTarget target;
    private final CachePlace place;
    private final StepLog log;

    /// Blobs by the digest of what they are when plain.
    private final Map<Digest, Descriptor> known = new HashMap<>();

    private final List<CacheConfig.Layer> layers = new ArrayList<>();
    private final Map<Digest, Integer> byChain = new HashMap<>();
    private final Map<Digest, Descriptor> used = new LinkedHashMap<>();
    private final List<CacheConfig.Step> records = new ArrayList<>();

    private CacheExport(
            Store store,
            List<ImportedCache> imported,
            CacheTarget target,
            CachePlace place,
            StepLog log) {
        this.store = store;
        this.imported = imported;
        this.target = target;
        this.place = place;
        this.log = log;
    }

    /// What to export.
    ///
    /// @param keys of results, in the order of the steps
    /// @param bases the layers of each base image, lowest first: they are left out
    /// @param mounts shared folders, by what tells them apart
    public record Content(
            Collection<Digest> keys, List<List<Digest>> bases, Collection<String> mounts) {}

    /// Exports.
    ///
    /// @param imported caches that the build looked in: what they have and it didn't need goes
    ///   along
    public static void write(
            Store store,
            List<ImportedCache> imported,
            CacheTarget target,
            Content content,
            CacheRegistry registry,
            StepLog log)
            throws IOException, InterruptedException {
        try (CachePlace place = target.create(registry)) {
            new CacheExport(store, imported, target, place, log).write(content);
        }
    }

    private void write(Content content) throws IOException, InterruptedException {
        remember();
        Set<Digest> base = new HashSet<>();
        content.bases().forEach(each -> base.addAll(ChainIds.of(each)));
        for (Digest key : new LinkedHashSet<>(content.keys())) {
            record(key, base);
        }
        records.sort((a, b) -> a.found().toString().compareTo(b.found().toString()));
        List<CacheConfig.Mount> mounts = target.mounts() ? mounts(content.mounts()) : List.of();
        byte[] bytes = new CacheConfig(layers, records, mounts).toBytes();
        Descriptor config = place.put(CacheConfig.MEDIA_TYPE, out -> out.write(bytes));
        log.status("writing config " + config.digest() + " done");
        Descriptor written =
                place.publish(
                        new Manifest(
                                MediaTypes.OCI_MANIFEST,
                                config,
                                List.copyOf(used.values()),
                                Map.of()));
        log.status("writing cache image manifest " + written.digest() + " done");
    }

    /// The layers of the last export are used again.
    private void remember() throws IOException {
        CachePlace.Found before = place.find().orElse(null);
        if (before == null
                || !before.manifest().config().mediaType().equals(CacheConfig.MEDIA_TYPE)) {
            return;
        }
        Map<Digest, Descriptor> blobs = new HashMap<>();
        before.manifest().layers().forEach(each -> blobs.put(each.digest(), each));
        CacheConfig config;
        try {
            config = CacheConfig.parse(place.document(before.manifest().config()));
        } catch (IOException e) {
            log.status("the cache that is there can't be read, and is written anew");
            return;
        }
        for (CacheConfig.Layer each : config.layers()) {
            Descriptor blob = each.blob() == null ? null : blobs.get(each.blob());
            if (blob != null
                    && blob.mediaType().equals(MediaTypes.ociLayer(target.compression()))
                    && place.has(blob)) {
                known.put(each.diffId(), blob);
            }
        }
    }

    private void record(Digest key, Set<Digest> base) throws IOException, InterruptedException {
        Optional<CacheRecord> own = store.cache().find(key);
        if (own.isPresent()) {
            CacheRecord record = own.get();
            int layer = -1;
            if (record.snapshot() != null) {
                List<Digest> diffIds =
                        store.layers().chain(record.snapshot()).stream()
                                .map(LayerInfo::diffId)
                                .toList();
                layer = layer(diffIds, base);
            }
            records.add(
                    new CacheConfig.Step(
                            key, record.key(), layer, record.created(), record.detail()));
            return;
        }
        for (ImportedCache each : imported) {
            CacheConfig.Step record = each.find(key);
            if (record != null) {
                records.add(
                        new CacheConfig.Step(
                                key,
                                record.key(),
                                copied(each, record.layer()),
                                record.created(),
                                record.detail()));
                return;
            }
        }
    }

    /// The index of a chain's top layer; writes what isn't there yet.
    private int layer(List<Digest> diffIds, Set<Digest> base)
            throws IOException, InterruptedException {
        int below = -1;
        List<Digest> chains = ChainIds.of(diffIds);
        for (int i = 0; i < chains.size(); i++) {
            Integer there = byChain.get(chains.get(i));
            if (there == null) {
                Digest diffId = diffIds.get(i);
                Descriptor blob =
                        base.contains(chains.get(i)) ? null : blob(diffIds.subList(0, i + 1));
                there = add(chains.get(i), diffId, blob, below);
            }
            below = there;
        }
        return below;
    }

    private int add(Digest chain, Digest diffId, @Nullable Descriptor blob, int below) {
        if (blob != null) {
            used.put(blob.digest(), blob);
        }
        layers.add(new CacheConfig.Layer(diffId, blob == null ? null : blob.digest(), below));
        byChain.put(chain, layers.size() - 1);
        return layers.size() - 1;
    }

    private Descriptor blob(List<Digest> diffIds) throws IOException, InterruptedException {
        Digest diffId = diffIds.getLast();
        Descriptor there = known.get(diffId);
        if (there == null) {
            there = place.putPacked(diffId, MediaTypes.ociLayer(target.compression()));
            if (there == null) {
                there = put(out -> store.layers().writeTar(diffIds, out));
                place.packed(diffId, there);
            }
            known.put(diffId, there);
            log.status("writing layer " + there.digest() + " " + there.size() + "B done");
        }
        return there;
    }

    private Descriptor put(OciLayout.Content plain) throws IOException, InterruptedException {
        Compression compression = target.compression();
        return place.put(
                MediaTypes.ociLayer(compression),
                out -> {
                    try (OutputStream packed =
                            compression.compress(new Unclosed(out), target.level())) {
                        plain.writeTo(packed);
                    }
                });
    }

    /// The layers of another cache's result: their blobs are taken as they are.
    private int copied(ImportedCache from, int top) throws IOException, InterruptedException {
        int below = -1;
        List<Digest> diffIds = new ArrayList<>();
        for (CacheConfig.Layer each : from.config().chain(top)) {
            diffIds.add(each.diffId());
            Digest chain = ChainIds.of(diffIds).getLast();
            Integer there = byChain.get(chain);
            if (there == null) {
                Descriptor blob = from.blob(each.blob());
                if (blob != null && !place.has(blob)) {
                    Descriptor original = blob;
                    blob =
                            place.put(
                                    blob.mediaType(),
                                    out -> {
                                        try (InputStream in = from.place().open(original)) {
                                            in.transferTo(out);
                                        }
                                    });
                }
                there = add(chain, each.diffId(), blob, below);
            }
            below = there;
        }
        return below;
    }

    private List<CacheConfig.Mount> mounts(Collection<String> names)
            throws IOException, InterruptedException {
        List<CacheConfig.Mount> mounts = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            Descriptor blob = mount(name);
            if (blob != null) {
                used.put(blob.digest(), blob);
                mounts.add(new CacheConfig.Mount(name, blob.digest()));
            }
        }
        return mounts;
    }

    private @Nullable Descriptor mount(String name) throws IOException, InterruptedException {
        try (CacheFolders.CacheFolder taken = store.cacheFolders().tryTake(name)) {
            if (taken != null) {
                try (Dir folder = Dir.open(taken.path())) {
                    Descriptor blob = put(out -> TreeArchive.write(folder, out));
                    log.status(
                            "writing cache mount " + blob.digest() + " " + blob.size() + "B done");
                    return blob;
                }
            }
        }
        return copiedMount(name);
    }

    /// What an imported cache has of a folder that no step of this build needed.
    private @Nullable Descriptor copiedMount(String name) throws IOException, InterruptedException {
        if (store.cacheFolders().has(name)) {
            log.status("a cache mount is in use by another build and was left out");
            return null;
        }
        for (ImportedCache each : imported) {
            try (InputStream in = each.openMount(name)) {
                if (in != null) {
                    return put(in::transferTo);
                }
            }
        }
        return null;
    }

    /// Ending the compressed form must not close what comes below.
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
