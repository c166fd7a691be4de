// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.cache.CacheConfig;
import dev.cooper.build.cache.CachePlace;
import dev.cooper.build.output.OciLayout;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.registry.BlobSource;
import dev.cooper.registry.Document;
import dev.cooper.registry.RegistryException;
import dev.cooper.registry.Repository;
import dev.cooper.store.BlobDraft;
import dev.cooper.store.PackedLayer;
import dev.cooper.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cache in a repository: a manifest like that of an image. A layer that the store has packed, as
/// it has those that were pushed, is sent as it is or mounted from where it is, and what is packed
/// for the cache serves later pushes.
final class RegistryCache implements CachePlace {
    private final Store store;
    private final Reference reference;
    private final Repository repository;

    RegistryCache(Store store, RegistryAccess registries, Reference reference) throws IOException {
        this.store = store;
        this.reference = reference;
        this.repository = registries.client().repository(reference);
    }

    private String tag() {
        String tag = reference.tag();
        return tag == null ? "latest" : tag;
    }

    @Override
    public String name() {
        return reference.toString();
    }

    @Override
    public Optional<Found> find() throws IOException {
        Document document;
        try {
            Digest digest = reference.digest();
            document = digest == null ? repository.document(tag()) : repository.document(digest);
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(
                document.isIndex()
                        ? ofIndex(document)
                        : new Found(document.digest(), document.manifest()));
    }

    /// An index is that of an image, or an older form of a cache: its layers and its configuration
    /// side by side.
    private Found ofIndex(Document document) throws IOException {
        List<Descriptor> layers = new ArrayList<>();
        Descriptor config = null;
        for (Descriptor each : document.index().manifests()) {
            if (each.mediaType().equals(CacheConfig.MEDIA_TYPE)) {
                config = each;
            } else {
                layers.add(each);
            }
        }
        if (config != null) {
            return new Found(
                    document.digest(),
                    new Manifest(MediaTypes.OCI_MANIFEST, config, layers, Map.of()));
        }
        Descriptor child =
                document.index()
                        .select(Platform.host())
                        .orElseThrow(() ->
                                new IOException(
                                        reference + " has no image for " + Platform.host()));
        return new Found(child.digest(), repository.document(child.digest()).manifest());
    }

    @Override
    public InputStream open(Descriptor blob) throws IOException {
        return repository.open(blob);
    }

    @Override
    public boolean has(Descriptor blob) throws IOException {
        return repository.exists(blob.digest());
    }

    @Override
    public Descriptor put(String mediaType, OciLayout.Content content)
            throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        Digest digest;
        try (BlobDraft draft = store.blobs().draft()) {
            content.writeTo(digester.tee(draft.stream()));
            digest = digester.digest();
            draft.commit(digest);
        }
        Descriptor made = Descriptor.of(mediaType, digest, digester.size());
        push(made, List.of());
        return made;
    }

    @Override
    public @Nullable Descriptor putPacked(Digest diffId, String mediaType) throws IOException {
        for (PackedLayer each : store.packed().of(diffId)) {
            Descriptor blob = each.blob();
            boolean usable = each.verified() && store.blobs().has(blob.digest(), blob.size());
            if (usable && PushedManifest.ociType(blob.mediaType()).equals(mediaType)) {
                Descriptor sent = Descriptor.of(mediaType, blob.digest(), blob.size());
                push(sent, ImagePush.siblings(each, reference));
                packed(diffId, sent);
                return sent;
            }
        }
        return null;
    }

    @Override
    public void packed(Digest diffId, Descriptor made) throws IOException {
        store.packed().put(diffId, made, true, reference.name());
    }

    private void push(Descriptor blob, List<String> siblings) throws IOException {
        BlobSource source =
                offset -> {
                    InputStream in = store.blobs().open(blob.digest(), blob.size());
                    try {
                        in.skipNBytes(offset);
                        return in;
                    } catch (IOException e) {
                        in.close();
                        throw e;
                    }
                };
        repository.push(blob, source, siblings, _ -> {});
    }

    @Override
    public Descriptor publish(Manifest manifest) throws IOException {
        Document document = Document.of(manifest.toBytes());
        repository.put(document, tag());
        return document.descriptor();
    }

    @Override
    public void close() {
        // The connections are the client's.
    }
}
