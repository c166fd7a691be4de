// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.output.Output;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.registry.Document;
import dev.cooper.store.Origin;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a tag is pushed as: the manifest of its only image, or an index over those of several
/// platforms. An index that came from a registry goes out as it came if every image of it is here;
/// else this platform's goes alone, and that is said.
///
/// @param root what the tag will lead to
/// @param children the images below it, at least one
record PushedIndex(Document root, List<Child> children) {
    record Child(StoredImage image, PushedManifest manifest) {}

    /// An index that is among the store's blobs, with those of its manifests that are.
    record Known(Document document, List<Entry> children) {}

    /// A manifest that an index names.
    ///
    /// @param document null if it isn't here
    record Entry(Descriptor descriptor, @Nullable Document document) {
        boolean is(StoredImage image) {
            try {
                return document != null && document.manifest().config().digest().equals(image.id());
            } catch (MalformedImageException e) {
                return false;
            }
        }
    }

    static PushedIndex of(
            Store store,
            MissingLayers missing,
            List<StoredImage> images,
            Reference target,
            Output.@Nullable Push how,
            Consumer<String> note)
            throws IOException, InterruptedException {
        if (how == null) {
            List<Origin> origins = new ArrayList<>();
            for (StoredImage each : images) {
                origins.addAll(store.images().origins(each.id()));
            }
            for (Origin each : origins) {
                Known known =
                        MediaTypes.isIndex(each.root().mediaType())
                                ? read(store, each.root().digest()).orElse(null)
                                : null;
                PushedIndex whole = known == null ? null : asItCame(store, missing, known);
                if (whole != null) {
                    return whole;
                }
                if (known != null && images.size() == 1) {
                    PushedIndex alone = made(store, missing, images, target, null);
                    note.accept(
                            "Not all multiplatform-content is present and only the available single-platform image was pushed\n%s -> %s"
                                    .formatted(known.document().digest(), alone.root().digest()));
                    return alone;
                }
            }
        }
        return made(store, missing, images, target, how);
    }

    /// One image as a manifest, whatever it came in.
    static PushedIndex alone(
            Store store, MissingLayers missing, StoredImage image, Reference target)
            throws IOException, InterruptedException {
        return made(store, missing, List.of(image), target, null);
    }

    private static PushedIndex made(
            Store store,
            MissingLayers missing,
            List<StoredImage> images,
            Reference target,
            Output.@Nullable Push how)
            throws IOException, InterruptedException {
        List<Child> children = new ArrayList<>();
        List<Descriptor> entries = new ArrayList<>();
        for (StoredImage each : images) {
            PushedManifest manifest = PushedManifest.of(store, missing, each, target, how);
            children.add(new Child(each, manifest));
            Platform platform = each.config().platform();
            entries.add(manifest.document().descriptor().withPlatform(platform));
        }
        Document root =
                children.size() == 1
                        ? children.getFirst().manifest().document()
                        : Document.of(new Index(MediaTypes.OCI_INDEX, entries, Map.of()).toBytes());
        return new PushedIndex(root, children);
    }

    /// @return null if not all of it is here
    private static @Nullable PushedIndex asItCame(Store store, MissingLayers missing, Known known)
            throws IOException {
        List<Child> children = new ArrayList<>();
        for (Entry each : known.children()) {
            Child child = each.document() == null ? null : child(store, missing, each.document());
            if (child == null) {
                return null;
            }
            children.add(child);
        }
        return children.isEmpty() ? null : new PushedIndex(known.document(), children);
    }

    private static @Nullable Child child(Store store, MissingLayers missing, Document document)
            throws IOException {
        try {
            Digest id = document.manifest().config().digest();
            StoredImage image = store.images().find(id).orElse(null);
            if (image == null) {
                return null;
            }
            PushedManifest manifest = PushedManifest.read(store, missing, image, document.bytes());
            return manifest == null ? null : new Child(image, manifest);
        } catch (MalformedImageException e) {
            // A registry's word; what can't be read isn't pushed on.
            return null;
        }
    }

    /// The index of this digest, if it is here.
    static Optional<Known> read(Store store, Digest digest) throws IOException {
        byte[] bytes = store.blobs().document(digest);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            Document document = Document.of(bytes);
            if (!document.isIndex()) {
                return Optional.empty();
            }
            List<Entry> entries = new ArrayList<>();
            for (Descriptor each : document.index().manifests()) {
                byte[] its = store.blobs().document(each);
                entries.add(new Entry(each, its == null ? null : Document.of(its)));
            }
            return Optional.of(new Known(document, entries));
        } catch (MalformedImageException e) {
            return Optional.empty();
        }
    }
}
