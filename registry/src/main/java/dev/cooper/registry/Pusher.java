// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.registry.RegistryEvent.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Brings images to registries: first all blobs, several at once and each once, then manifests,
/// then the index over them, and the tag with the last of these. Whoever pulls meanwhile finds the
/// old image or the new one. Safe for use by any number of threads.
public final class Pusher {
    private final RegistryClient client;

    public Pusher(RegistryClient client) {
        this.client = client;
    }

    /// Where the bytes of a push come from. Safe for use by any number of threads.
    public interface Content {
        BlobSource source(Descriptor blob) throws IOException;

        /// Repositories of the same registry that may have this blob, by their paths: where it was
        /// pulled from, or pushed to before.
        default List<String> repositories(Descriptor blob) {
            return List.of();
        }
    }

    /// @param root the manifest or the index that the tag is to lead to
    /// @param children the manifests of an index, those first that others hang on; empty for a
    ///   single image
    /// @return digest, size and type of `root`, as docker prints them
    public Descriptor push(
            Reference target,
            Document root,
            List<Document> children,
            Content content,
            Consumer<RegistryEvent> events)
            throws IOException {
        Repository repository = client.repository(target);
        List<Document> all = new ArrayList<>(children);
        all.add(root);
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        for (Document each : all) {
            if (!each.isIndex()) {
                Manifest manifest = manifest(each);
                manifest.layers().forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
                blobs.putIfAbsent(manifest.config().digest(), manifest.config());
            }
        }
        List<Parallel.Task> tasks = new ArrayList<>();
        for (Descriptor each : blobs.values()) {
            if (MediaTypes.isForeignLayer(each.mediaType())) {
                // It may not be passed on, and pullers know its own host.
                events.accept(new RegistryEvent.Finished(each, Outcome.LEFT_OUT));
            } else {
                tasks.add(() -> push(repository, each, content, events));
            }
        }
        if (!tasks.isEmpty()) {
            Parallel.run(client.limits().blobs(), tasks);
        }
        for (Document each : children) {
            repository.put(each, null);
        }
        String tag = target.tag();
        repository.put(root, tag == null && target.digest() == null ? "latest" : tag);
        return root.descriptor();
    }

    private static void push(
            Repository repository, Descriptor blob, Content content, Consumer<RegistryEvent> events)
            throws IOException {
        repository.push(blob, content.source(blob), content.repositories(blob), events);
    }

    private static Manifest manifest(Document document) throws MalformedImageException {
        return document.manifest();
    }
}
