// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.registry.Document;
import dev.cooper.store.BlobDraft;
import dev.cooper.store.Origin;
import dev.cooper.store.PackedLayer;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The manifest that an image goes out with.
///
/// One that came from a registry keeps its own, byte for byte, whatever its format; so its digest
/// is the same everywhere, provided that what it says are the image's layers are them. For one that
/// was built here an OCI manifest is made: layers that came from a registry stand in it as they
/// came, the others are compressed, several at once, and remembered.
///
/// @param layers as many as the image has, lowest first
record PushedManifest(Document document, List<Digest> diffIds, List<Descriptor> layers) {
    private static final int LEVEL = 6;
    private static final int MOST_AT_ONCE = 4;

    static PushedManifest of(
            Store store, MissingLayers missing, StoredImage image, Reference target)
            throws IOException, InterruptedException {
        PushedManifest came = asItCame(store, missing, image, target);
        return came == null ? made(store, missing, image) : came;
    }

    /// @return null if it didn't come, or its layers can't be had any more
    private static @Nullable PushedManifest asItCame(
            Store store, MissingLayers missing, StoredImage image, Reference target)
            throws IOException {
        List<Origin> origins = new ArrayList<>(store.images().origins(image.id()));
        origins.sort(
                Comparator.comparing(
                        (Origin each) -> !each.reference().name().equals(target.name())));
        for (Origin each : origins) {
            byte[] bytes = store.blobs().document(each.manifest());
            PushedManifest came = bytes == null ? null : read(store, missing, image, bytes);
            if (came != null) {
                return came;
            }
        }
        return null;
    }

    private static @Nullable PushedManifest read(
            Store store, MissingLayers missing, StoredImage image, byte[] bytes)
            throws IOException {
        try {
            Document document = Document.of(bytes);
            List<Descriptor> layers = document.manifest().layers();
            List<Digest> diffIds = image.config().diffIds();
            return layers.size() == diffIds.size() && are(store, missing, diffIds, layers)
                    ? new PushedManifest(document, diffIds, layers)
                    : null;
        } catch (MalformedImageException e) {
            // Then one is made.
            return null;
        }
    }

    /// Whether these blobs are the image's layers. A manifest is the word of the registry that it
    /// came from, and anybody can write one over another's configuration.
    private static boolean are(
            Store store, MissingLayers missing, List<Digest> diffIds, List<Descriptor> layers)
            throws IOException {
        for (int i = 0; i < layers.size(); i++) {
            Digest blob = layers.get(i).digest();
            for (PackedLayer each : store.packed().of(diffIds.get(i))) {
                if (each.blob().digest().equals(blob) && !each.verified()) {
                    missing.fetch(each);
                }
            }
            if (!store.layers().proves(diffIds.get(i), blob)) {
                return false;
            }
        }
        return true;
    }

    private static PushedManifest made(Store store, MissingLayers missing, StoredImage image)
            throws IOException, InterruptedException {
        List<Digest> diffIds = image.config().diffIds();
        missing.forArchives(diffIds);
        ExecutorService executor =
                Executors.newFixedThreadPool(
                        Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
        List<Descriptor> layers = new ArrayList<>();
        try {
            List<Future<Descriptor>> all = new ArrayList<>();
            for (int i = 0; i < diffIds.size(); i++) {
                List<Digest> chain = diffIds.subList(0, i + 1);
                all.add(executor.submit(() -> layer(store, chain)));
            }
            for (Future<Descriptor> each : all) {
                layers.add(each.get());
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedException _ -> throw new InterruptedException();
                case IOException failure -> throw failure;
                case null, default -> throw new IOException(e.getCause());
            }
        } finally {
            executor.shutdownNow();
            executor.close();
        }
        byte[] config = image.configBytes();
        Manifest manifest =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        Descriptor.of(MediaTypes.OCI_CONFIG, image.id(), config.length),
                        layers,
                        Map.of());
        return new PushedManifest(Document.of(manifest.toBytes()), diffIds, layers);
    }

    /// What was seen to be the layer is taken; what somebody only says is, isn't.
    private static Descriptor layer(Store store, List<Digest> chain)
            throws IOException, InterruptedException {
        Digest diffId = chain.getLast();
        for (PackedLayer each : store.packed().of(diffId)) {
            Descriptor blob = each.blob();
            if (each.verified() && store.blobs().has(blob.digest(), blob.size())) {
                return Descriptor.of(ociType(blob.mediaType()), blob.digest(), blob.size());
            }
        }
        Descriptor made = compress(store, chain);
        store.packed().put(diffId, made, true, null);
        return made;
    }

    private static String ociType(String type) {
        return switch (type) {
            case MediaTypes.DOCKER_LAYER -> MediaTypes.OCI_LAYER;
            case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
            case MediaTypes.DOCKER_LAYER_ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
            default -> type;
        };
    }

    private static Descriptor compress(Store store, List<Digest> chain)
            throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        try (BlobDraft draft = store.blobs().draft()) {
            try (OutputStream packed =
                    Compression.GZIP.compress(digester.tee(new Unclosed(draft.stream())), LEVEL)) {
                store.layers().writeTar(chain, packed);
            }
            Digest digest = digester.digest();
            draft.commit(digest);
            return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, digest, digester.size());
        }
    }

    /// The compressor has to be closed, and what it writes to not yet.
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    Map<Digest, List<Digest>> diffIdsByBlob() {
        return ImagePush.byBlob(diffIds, layers);
    }
}
