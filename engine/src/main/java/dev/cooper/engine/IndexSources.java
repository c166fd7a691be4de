// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Json;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.registry.Document;
import dev.cooper.registry.RegistryException;
import dev.cooper.registry.Repository;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Finds the images that an index is made of: in registries, else in the store.
final class IndexSources {
    private static final int MOST_CONFIG = 4 << 20;

    private final Store store;
    private final RegistryAccess registries;

    IndexSources(Store store, RegistryAccess registries) {
        this.store = store;
        this.registries = registries;
    }

    /// A manifest or an index that was found.
    ///
    /// @param image the store's, if no registry has it
    record Found(Reference reference, Document document, @Nullable StoredImage image) {}

    Found find(String name) throws IOException, InterruptedException {
        Reference reference = registries.candidates(name).getFirst();
        try {
            return new Found(reference, document(reference), null);
        } catch (RegistryException e) {
            StoredImage image = stored(reference);
            if (image == null) {
                throw e.kind() == RegistryException.Kind.NOT_FOUND
                        ? new CooperException.NotFound("no such manifest: " + reference)
                        : RegistryFailures.pull(reference, e);
            }
            Document document =
                    PushedIndex.alone(store, new MissingLayers(store, registries), image, reference)
                            .root();
            return new Found(reference, document, image);
        }
    }

    /// The store's image of that name; null if it has none.
    @Nullable StoredImage stored(Reference reference) throws IOException {
        Digest id = store.images().resolve(reference);
        return id == null ? null : store.images().find(id).orElse(null);
    }

    Repository repository(Reference reference) throws IOException {
        return registries.client().repository(reference);
    }

    Document document(Reference reference) throws IOException {
        Digest digest = reference.digest();
        String tag = reference.tag();
        return digest == null
                ? repository(reference).document(tag == null ? "latest" : tag)
                : repository(reference).document(digest);
    }

    /// How an index leads to it: with its platform, if it is an image.
    Json.Obj entry(Found found) throws IOException {
        Document document = found.document();
        Json.Obj plain = document.descriptor().toJson();
        if (document.isIndex()) {
            return plain;
        }
        Descriptor config = document.manifest().config();
        if (!config.mediaType().equals(MediaTypes.OCI_CONFIG)
                && !config.mediaType().equals(MediaTypes.DOCKER_CONFIG)) {
            return plain;
        }
        StoredImage image = found.image();
        Platform platform =
                image != null
                        ? image.config().platform()
                        : ImageConfig.parse(read(found.reference(), config)).platform();
        SequencedMap<String, Json> members = new LinkedHashMap<>(plain.members());
        members.put(
                "platform",
                Json.object()
                        .put("architecture", platform.architecture())
                        .put("os", platform.os())
                        .putIfPresent("variant", platform.variant())
                        .build());
        return new Json.Obj(members);
    }

    private byte[] read(Reference reference, Descriptor config) throws IOException {
        if (config.size() > MOST_CONFIG) {
            throw new CooperException.InvalidInput(
                    "the configuration of " + reference + " has " + config.size() + " bytes");
        }
        try (InputStream blob = repository(reference).open(config)) {
            return blob.readAllBytes();
        }
    }

    /// The layers of an image, and its configuration last.
    static Iterable<Descriptor> blobs(Manifest manifest) {
        SequencedMap<Digest, Descriptor> blobs = new LinkedHashMap<>();
        manifest.layers().forEach(each -> blobs.putIfAbsent(each.digest(), each));
        blobs.putIfAbsent(manifest.config().digest(), manifest.config());
        return blobs.values();
    }
}
