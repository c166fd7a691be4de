// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import dev.cooper.build.output.Output.Packing;
import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.Index;
import dev.cooper.oci.Json;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An image on its way out of the store, as an OCI layout in a folder or a tar. Layers are
/// compressed once, several at a time, into files of their own; plain ones go from the store to the
/// stream. The same image packed the same way gives the same bytes. Used once.
public final class ImageExport {
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String OCI_REF_NAME = "org.opencontainers.image.ref.name";
    private static final int BUFFER = 1 << 16;

    private final Store store;
    private final byte[] config;
    private final List<LayerInfo> layers;
    private final Packing packing;
    private final Consumer<String> status;

    /// A layer as it will be written.
    ///
    /// @param file its compressed form; null for a plain one
    private record Packed(Descriptor descriptor, @Nullable Path file) {}

    /// @param config the image's configuration
    /// @param layers lowest first; the store can write them
    /// @param status is told how far it is
    public ImageExport(
            Store store,
            byte[] config,
            List<LayerInfo> layers,
            Packing packing,
            Consumer<String> status) {
        this.store = store;
        this.config = config.clone();
        this.layers = List.copyOf(layers);
        this.packing = packing;
        this.status = status;
    }

    private List<Digest> diffIds() {
        return layers.stream().map(LayerInfo::diffId).toList();
    }

    /// Writes into a folder; other images that the layout has stay, a tag in use moves.
    ///
    /// @return the image's manifest
    public Descriptor toFolder(Path folder) throws IOException, InterruptedException {
        Path scratch = store.scratch();
        try (OciLayout layout = OciLayout.create(folder)) {
            List<Packed> packed = pack(scratch);
            for (int i = 0; i < packed.size(); i++) {
                Packed each = packed.get(i);
                int top = i;
                if (!layout.has(each.descriptor())) {
                    layout.put(each.descriptor().mediaType(), out -> layer(each, top, out));
                }
            }
            layout.put(MediaTypes.OCI_CONFIG, config);
            byte[] manifest = manifest(packed, false);
            Descriptor written = layout.put(MediaTypes.OCI_MANIFEST, manifest);
            tell(written);
            Index before = layout.index();
            List<Descriptor> manifests = new ArrayList<>();
            for (Descriptor each : before.manifests()) {
                boolean replaced =
                        each.digest().equals(written.digest()) || hasNameOf(each.annotations());
                if (!replaced) {
                    manifests.add(each);
                }
            }
            manifests.addAll(entries(written));
            layout.index(new Index(MediaTypes.OCI_INDEX, manifests, before.annotations()));
            return written;
        } finally {
            delete(scratch);
        }
    }

    private boolean hasNameOf(Map<String, String> annotations) {
        String name = annotations.get(CONTAINERD_NAME);
        return packing.names().stream().anyMatch(each -> each.toString().equals(name));
    }

    /// Writes one tar.
    ///
    /// @param docker whether docker's own list of images is in it
    /// @return the image's manifest
    public Descriptor toTar(Sink sink, boolean docker) throws IOException, InterruptedException {
        Path scratch = store.scratch();
        try {
            List<Packed> packed = pack(scratch);
            byte[] manifest = manifest(packed, docker);
            Descriptor written =
                    Descriptor.of(
                            docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
                            manifest);
            tell(written);
            Transfer transfer = new Transfer("sending tarball", status);
            sink.write(out -> tar(transfer.count(out), packed, manifest, written, docker));
            transfer.end();
            return written;
        } finally {
            delete(scratch);
        }
    }

    private void tell(Descriptor manifest) {
        status.accept("exporting manifest " + manifest.digest() + " done");
        status.accept("exporting config " + Digest.sha256(config) + " done");
    }

    private void tar(
            OutputStream out,
            List<Packed> packed,
            byte[] manifest,
            Descriptor written,
            boolean docker)
            throws IOException, InterruptedException {
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarWriter tar = new TarWriter(out);
        tar.entry(TarEntry.directory(Bytes.of("blobs"), 0755));
        tar.entry(TarEntry.directory(Bytes.of("blobs/sha256"), 0755));
        SortedMap<String, Sink.Content> blobs = new TreeMap<>();
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (int i = 0; i < packed.size(); i++) {
            Packed each = packed.get(i);
            int top = i;
            String path = path(each.descriptor().digest());
            blobs.put(path, file -> layer(each, top, file));
            sizes.put(path, each.descriptor().size());
        }
        document(blobs, sizes, path(Digest.sha256(config)), config);
        document(blobs, sizes, path(written.digest()), manifest);
        for (Map.Entry<String, Sink.Content> each : blobs.entrySet()) {
            long size = sizes.getOrDefault(each.getKey(), 0L);
            tar.file(
                    TarEntry.file(Bytes.of(each.getKey()), 0644, size),
                    file -> each.getValue().writeTo(file));
        }
        Index index = new Index(MediaTypes.OCI_INDEX, entries(written), Map.of());
        file(tar, "index.json", index.toBytes());
        if (docker) {
            file(tar, "manifest.json", dockerManifest(packed).toBytes());
        }
        file(tar, "oci-layout", Bytes.of("{\"imageLayoutVersion\":\"1.0.0\"}").array());
        tar.finish();
    }

    private static void document(
            SortedMap<String, Sink.Content> blobs,
            Map<String, Long> sizes,
            String path,
            byte[] content) {
        blobs.put(path, out -> out.write(content));
        sizes.put(path, (long) content.length);
    }

    private static void file(TarWriter tar, String path, byte[] content)
            throws IOException, InterruptedException {
        tar.file(TarEntry.file(Bytes.of(path), 0644, content.length), out -> out.write(content));
    }

    private static String path(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    private void layer(Packed packed, int index, OutputStream out)
            throws IOException, InterruptedException {
        Path file = packed.file();
        if (file == null) {
            store.layers().writeTar(diffIds().subList(0, index + 1), out);
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
        }
    }

    private byte[] manifest(List<Packed> packed, boolean docker) {
        return new Manifest(
                        docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
                        Descriptor.of(
                                docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, config),
                        packed.stream()
                                .map(each ->
                                        docker ? dockerType(each.descriptor()) : each.descriptor())
                                .toList(),
                        new TreeMap<>(packing.annotations()))
                .toBytes();
    }

    private Descriptor dockerType(Descriptor layer) {
        String type =
                switch (packing.compression()) {
                    case GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
                    case ZSTD -> MediaTypes.DOCKER_LAYER_ZSTD;
                    case NONE, BZIP2, XZ -> MediaTypes.DOCKER_LAYER;
                };
        return Descriptor.of(type, layer.digest(), layer.size());
    }

    /// The index's entries: one for each name, or one without.
    private List<Descriptor> entries(Descriptor manifest) {
        List<Descriptor> entries = new ArrayList<>();
        for (Reference name : packing.names()) {
            Map<String, String> annotations = new TreeMap<>(packing.descriptorAnnotations());
            annotations.put(CONTAINERD_NAME, name.toString());
            annotations.put(OCI_REF_NAME, String.valueOf(name.tag()));
            entries.add(manifest.withAnnotations(annotations));
        }
        if (entries.isEmpty()) {
            entries.add(manifest.withAnnotations(new TreeMap<>(packing.descriptorAnnotations())));
        }
        return entries;
    }

    private Json dockerManifest(List<Packed> packed) {
        List<String> names = packing.names().stream().map(Reference::familiar).toList();
        return Json.array(
                List.of(
                        Json.object()
                                .put("Config", path(Digest.sha256(config)))
                                .put("RepoTags", names.isEmpty() ? null : Json.strings(names))
                                .put(
                                        "Layers",
                                        Json.strings(
                                                packed.stream()
                                                        .map(each ->
                                                                path(each.descriptor().digest()))
                                                        .toList()))
                                .build()));
    }

    /// Compresses the layers, as many at a time as there are cores; each content once.
    private List<Packed> pack(Path scratch) throws IOException, InterruptedException {
        if (packing.compression() == Compression.NONE) {
            return layers.stream()
                    .map(each ->
                            new Packed(
                                    Descriptor.of(
                                            MediaTypes.OCI_LAYER, each.diffId(), each.tarSize()),
                                    null))
                    .toList();
        }
        Transfer transfer = new Transfer("exporting layers", status);
        Map<Digest, Future<Packed>> running = new LinkedHashMap<>();
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        cores, Thread.ofPlatform().daemon().name("pack-", 1).factory());
        try {
            List<Digest> diffIds = diffIds();
            for (int i = 0; i < diffIds.size(); i++) {
                List<Digest> chain = diffIds.subList(0, i + 1);
                Path file = scratch.resolve("layer-" + i);
                running.computeIfAbsent(
                        chain.getLast(), _ -> threads.submit(() -> pack(chain, file, transfer)));
            }
            List<Packed> packed = new ArrayList<>();
            for (Digest each : diffIds) {
                Future<Packed> future = running.get(each);
                if (future != null) {
                    packed.add(future.get());
                }
            }
            transfer.end();
            return packed;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case InterruptedException stopped -> throw stopped;
                case null, default -> throw new IOException("a layer can't be compressed", e);
            }
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private Packed pack(List<Digest> chain, Path file, Transfer transfer)
            throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
                OutputStream packed =
                        packing.compression().compress(digester.tee(out), packing.level());
                OutputStream counted = transfer.count(packed)) {
            store.layers().writeTar(chain, counted);
        }
        return new Packed(
                Descriptor.of(
                        MediaTypes.ociLayer(packing.compression()),
                        digester.digest(),
                        digester.size()),
                file);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }
}
