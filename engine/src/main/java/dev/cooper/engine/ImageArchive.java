// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Json;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What `docker save` writes: an OCI image layout (image-layout.md) with the two files on top that
/// make it a docker archive.
///
/// ```
/// blobs/sha256/HEX   configurations, manifests, indexes, and layers as plain tars, each once
/// index.json         the manifests, or indexes for several platforms, an entry for each name
/// manifest.json      docker's own list: configuration, names, layers; of one platform
/// oci-layout         version of the layout
/// repositories       docker's oldest list; only if there are names
/// ```
///
/// The same images under the same names give the same bytes. Layers go from the store to the stream
/// without being held.
final class ImageArchive {
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String OCI_REF_NAME = "org.opencontainers.image.ref.name";

    /// An image to write, and the names that it keeps.
    private record Saved(
            StoredImage image, List<LayerInfo> layers, List<Reference> tags, Descriptor manifest) {}

    private final Store store;
    private final List<Saved> images = new ArrayList<>();
    private final SortedMap<Digest, Blob> blobs = new TreeMap<>();

    /// Indexes of the tags that lead to images of several platforms.
    private final Map<Reference, Descriptor> roots = new HashMap<>();

    private ImageArchive(Store store) {
        this.store = store;
    }

    /// @throws CooperException.NotFound if one of the names leads to nothing
    static ImageArchive of(Store store, ImageLookup lookup, List<String> names) throws IOException {
        ImageArchive archive = new ImageArchive(store);
        for (var each : SavedNames.collect(store, lookup, names).entrySet()) {
            archive.add(each.getKey(), each.getValue());
        }
        return archive;
    }

    private void add(StoredImage image, List<Reference> tags) throws IOException {
        Saved saved = saved(image, tags);
        images.add(saved);
        for (Reference tag : tags) {
            List<StoredImage> all = store.images().all(tag);
            if (all.size() > 1) {
                roots.put(tag, index(all));
            }
        }
    }

    /// An index over the images of several platforms, which are written too.
    private Descriptor index(List<StoredImage> all) throws IOException {
        List<Descriptor> manifests = new ArrayList<>();
        for (StoredImage each : all) {
            manifests.add(saved(each, List.of()).manifest().withPlatform(each.config().platform()));
        }
        byte[] bytes = new Index(MediaTypes.OCI_INDEX, manifests, Map.of()).toBytes();
        Descriptor descriptor = Descriptor.of(MediaTypes.OCI_INDEX, bytes);
        blobs.put(descriptor.digest(), new Blob.Document(Bytes.of(bytes)));
        return descriptor;
    }

    private Saved saved(StoredImage image, List<Reference> tags) throws IOException {
        List<Digest> diffIds = image.config().diffIds();
        List<LayerInfo> layers = store.layers().infos(diffIds);
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerInfo layer = layers.get(i);
            descriptors.add(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize()));
            blobs.put(layer.diffId(), new Blob.Layer(diffIds.subList(0, i + 1), layer.tarSize()));
        }
        byte[] config = image.configBytes();
        Manifest manifest =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        Descriptor.of(MediaTypes.OCI_CONFIG, image.id(), config.length),
                        descriptors,
                        Map.of());
        byte[] bytes = manifest.toBytes();
        Descriptor descriptor = Descriptor.of(MediaTypes.OCI_MANIFEST, bytes);
        blobs.put(image.id(), new Blob.Document(Bytes.of(config)));
        blobs.put(descriptor.digest(), new Blob.Document(Bytes.of(bytes)));
        return new Saved(image, layers, tags, descriptor);
    }

    /// A file of `blobs`.
    private sealed interface Blob {
        record Document(Bytes content) implements Blob {}

        /// @param diffIds the layer's chain: itself is the last
        record Layer(List<Digest> diffIds, long size) implements Blob {}
    }

    /// Writes the whole archive and flushes; the stream stays open.
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, 1 << 16));
        directory(tar, "blobs");
        String algorithm = "";
        for (Map.Entry<Digest, Blob> each : blobs.entrySet()) {
            Digest digest = each.getKey();
            if (!digest.algorithm().equals(algorithm)) {
                algorithm = digest.algorithm();
                directory(tar, "blobs/" + algorithm);
            }
            switch (each.getValue()) {
                case Blob.Document document -> file(tar, path(digest), document.content());
                case Blob.Layer layer ->
                        tar.file(
                                TarEntry.file(Bytes.of(path(digest)), 0644, layer.size()),
                                file -> store.layers().writeTar(layer.diffIds(), file));
            }
        }
        file(tar, "index.json", Bytes.of(index().toBytes()));
        file(tar, "manifest.json", Bytes.of(dockerManifest().toBytes()));
        file(tar, "oci-layout", Bytes.of("{\"imageLayoutVersion\":\"1.0.0\"}"));
        if (images.stream().anyMatch(each -> !each.tags().isEmpty())) {
            file(tar, "repositories", Bytes.of(repositories().toBytes()));
        }
        tar.finish();
    }

    private static String path(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    private static void directory(TarWriter tar, String path) throws IOException {
        tar.entry(TarEntry.directory(Bytes.of(path), 0755));
    }

    private static void file(TarWriter tar, String path, Bytes content)
            throws IOException, InterruptedException {
        tar.file(TarEntry.file(Bytes.of(path), 0644, content.length()), content::writeTo);
    }

    private Index index() {
        List<Descriptor> manifests = new ArrayList<>();
        for (Saved each : images) {
            if (each.tags().isEmpty()) {
                manifests.add(each.manifest());
            }
            for (Reference tag : each.tags()) {
                manifests.add(
                        roots.getOrDefault(tag, each.manifest()).withAnnotations(annotations(tag)));
            }
        }
        return new Index(MediaTypes.OCI_INDEX, manifests, Map.of());
    }

    private static Map<String, String> annotations(Reference tag) {
        SequencedMap<String, String> annotations = new LinkedHashMap<>();
        annotations.put(CONTAINERD_NAME, tag.toString());
        annotations.put(OCI_REF_NAME, String.valueOf(tag.tag()));
        return annotations;
    }

    private Json dockerManifest() {
        return Json.array(images.stream().map(ImageArchive::dockerManifest).toList());
    }

    private static Json dockerManifest(Saved saved) {
        Json.Builder sources = Json.object();
        for (LayerInfo layer : saved.layers()) {
            sources.put(
                    layer.diffId().toString(),
                    Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize()).toJson());
        }
        List<String> tags = saved.tags().stream().map(Reference::familiar).toList();
        return Json.object()
                .put("Config", path(saved.image().id()))
                .put("RepoTags", tags.isEmpty() ? null : Json.strings(tags))
                .put(
                        "Layers",
                        Json.strings(
                                saved.layers().stream()
                                        .map(layer -> path(layer.diffId()))
                                        .toList()))
                .put("LayerSources", sources.build())
                .build();
    }

    /// Name → tag → top layer.
    private Json repositories() {
        SortedMap<String, SortedMap<String, String>> names = new TreeMap<>();
        for (Saved each : images) {
            String top = each.layers().isEmpty() ? "" : each.layers().getLast().diffId().hex();
            for (Reference tag : each.tags()) {
                names.computeIfAbsent(tag.familiarName(), _ -> new TreeMap<>())
                        .put(String.valueOf(tag.tag()), top);
            }
        }
        Json.Builder json = Json.object();
        names.forEach((name, tags) -> json.put(name, Json.stringMap(tags)));
        return json.build();
    }
}
