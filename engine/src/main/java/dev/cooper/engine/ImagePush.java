// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.TransferEvent.Phase;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.posix.LockFile;
import dev.cooper.registry.BlobSource;
import dev.cooper.registry.Pusher;
import dev.cooper.registry.RegistryEvent;
import dev.cooper.registry.RegistryException;
import dev.cooper.store.Origin;
import dev.cooper.store.PackedLayer;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings an image of the store to a registry: with the manifest that it came with, if it came from
/// one, else with one made here ([PushedManifest]).
final class ImagePush {
    private final Store store;
    private final RegistryAccess registries;
    private final MissingLayers missing;

    ImagePush(Store store, RegistryAccess registries) {
        this.store = store;
        this.registries = registries;
        this.missing = new MissingLayers(store, registries);
    }

    PushedImage push(String name, Consumer<TransferEvent> events)
            throws IOException, InterruptedException {
        Reference target = References.parse(name);
        if (target.digest() != null) {
            throw new CooperException.InvalidInput("cannot push a digest reference");
        }
        try (RegistryAccess.Listening _ = registries.listen(events);
                LockFile _ = store.lease()) {
            Digest id = store.images().resolve(target);
            StoredImage image = id == null ? null : store.images().find(id).orElse(null);
            if (image == null) {
                throw new CooperException.NotFound(
                        "An image does not exist locally with the tag: " + target.familiarName());
            }
            events.accept(new TransferEvent.Resolved(target));
            return push(target, image, events);
        }
    }

    private PushedImage push(Reference target, StoredImage image, Consumer<TransferEvent> events)
            throws IOException, InterruptedException {
        List<Digest> diffIds = image.config().diffIds();
        for (Digest each : diffIds.reversed()) {
            events.accept(new TransferEvent.Layer(each.shortHex(), Phase.WAITING, 0, 0, ""));
        }
        PushedManifest manifest = PushedManifest.of(store, missing, image, target);
        try {
            new Pusher(registries.client())
                    .push(
                            target,
                            manifest.document(),
                            List.of(),
                            new Content(target, image, manifest),
                            new Listener(manifest, target, events));
        } catch (RegistryException e) {
            throw RegistryFailures.push(e);
        }
        remember(target, image, manifest);
        return new PushedImage(
                target, manifest.document().digest(), manifest.document().descriptor().size());
    }

    private void remember(Reference target, StoredImage image, PushedManifest manifest)
            throws IOException {
        List<Descriptor> layers = manifest.layers();
        for (int i = 0; i < layers.size(); i++) {
            store.packed()
                    .put(image.config().diffIds().get(i), layers.get(i), false, target.name());
        }
        Descriptor document = manifest.document().descriptor();
        store.blobs().put(document.digest(), manifest.document().bytes());
        store.sync();
        store.images()
                .put(
                        new Origin(
                                target.withDigest(document.digest()),
                                document,
                                document,
                                image.id()));
    }

    /// The paths of repositories of the target's registry that have a layer's blob.
    private static List<String> siblings(PackedLayer layer, Reference target) {
        String prefix = target.domain() + "/";
        return layer.repositories().stream()
                .filter(each -> each.startsWith(prefix) && !each.equals(target.name()))
                .map(each -> each.substring(prefix.length()))
                .toList();
    }

    /// What goes out. A blob that isn't here is fetched when the registry turns out not to have it.
    private final class Content implements Pusher.Content {
        private final Reference target;
        private final StoredImage image;
        private final Map<Digest, PackedLayer> layers = new HashMap<>();

        Content(Reference target, StoredImage image, PushedManifest manifest) throws IOException {
            this.target = target;
            this.image = image;
            List<Digest> diffIds = image.config().diffIds();
            for (int i = 0; i < diffIds.size(); i++) {
                for (PackedLayer each : store.packed().of(diffIds.get(i))) {
                    if (each.blob().digest().equals(manifest.layers().get(i).digest())) {
                        layers.put(each.blob().digest(), each);
                    }
                }
            }
        }

        @Override
        public BlobSource source(Descriptor blob) {
            return blob.digest().equals(image.id())
                    ? BlobSource.of(image.configBytes())
                    : offset -> open(blob, offset);
        }

        private InputStream open(Descriptor blob, long offset) throws IOException {
            PackedLayer layer = layers.get(blob.digest());
            if (layer != null && !missing.fetch(layer)) {
                throw new IOException(
                        "the layer %s is not in the store, and nobody is known to have it"
                                .formatted(blob.digest()));
            }
            InputStream in = store.blobs().open(blob.digest(), blob.size());
            try {
                in.skipNBytes(offset);
                return in;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        @Override
        public List<String> repositories(Descriptor blob) {
            PackedLayer layer = layers.get(blob.digest());
            return layer == null ? List.of() : siblings(layer, target);
        }
    }

    /// Tells of layers by their diffIDs, as docker does.
    private final class Listener implements Consumer<RegistryEvent> {
        private final Map<Digest, List<Digest>> diffIds;
        private final Reference target;
        private final Consumer<TransferEvent> events;

        Listener(PushedManifest manifest, Reference target, Consumer<TransferEvent> events) {
            this.diffIds = manifest.diffIdsByBlob();
            this.target = target;
            this.events = events;
        }

        @Override
        public void accept(RegistryEvent event) {
            switch (event) {
                case RegistryEvent.Started _, RegistryEvent.Retrying _, RegistryEvent.Warned _ -> {
                    // Nothing has moved yet; the client's own listener hears the others.
                }
                case RegistryEvent.Advanced(Descriptor blob, long bytes) ->
                        tell(blob, Phase.MOVING, bytes);
                case RegistryEvent.Finished(Descriptor blob, RegistryEvent.Outcome outcome) ->
                        tell(
                                blob,
                                switch (outcome) {
                                    case TRANSFERRED -> Phase.DONE;
                                    case EXISTS -> Phase.EXISTS;
                                    case MOUNTED -> Phase.MOUNTED;
                                    case LEFT_OUT -> Phase.LEFT_OUT;
                                },
                                blob.size());
            }
        }

        private void tell(Descriptor blob, Phase phase, long bytes) {
            for (Digest each : diffIds.getOrDefault(blob.digest(), List.of())) {
                events.accept(
                        new TransferEvent.Layer(
                                each.shortHex(),
                                phase,
                                bytes,
                                blob.size(),
                                phase == Phase.MOUNTED ? from(each, blob) : ""));
            }
        }

        private String from(Digest diffId, Descriptor blob) {
            try {
                for (PackedLayer each : store.packed().of(diffId)) {
                    List<String> siblings = siblings(each, target);
                    if (each.blob().digest().equals(blob.digest()) && !siblings.isEmpty()) {
                        return siblings.getFirst();
                    }
                }
            } catch (IOException e) {
                // It is for people only.
                return target.path();
            }
            return target.path();
        }
    }

    /// Those that an image has in common with others are one.
    static Map<Digest, List<Digest>> byBlob(List<Digest> diffIds, List<Descriptor> layers) {
        Map<Digest, List<Digest>> all = new HashMap<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Digest diffId = diffIds.get(i);
            List<@Nullable Digest> known =
                    new ArrayList<>(all.getOrDefault(layers.get(i).digest(), List.of()));
            if (!known.contains(diffId)) {
                known.add(diffId);
            }
            all.put(layers.get(i).digest(), List.copyOf(known));
        }
        return all;
    }
}
