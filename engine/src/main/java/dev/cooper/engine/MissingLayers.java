// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import dev.cooper.registry.RegistryEvent;
import dev.cooper.registry.RegistryException;
import dev.cooper.store.PackedLayer;
import dev.cooper.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Gets layers of images that are in the store without them, from where they are known to be. For
/// any number of threads.
final class MissingLayers {
    private static final int AT_ONCE = 4;

    private final Store store;
    private final RegistryAccess registries;

    MissingLayers(Store store, RegistryAccess registries) {
        this.store = store;
        this.registries = registries;
    }

    /// Gets what is needed to read an image's files.
    void forTree(List<Digest> diffIds, Consumer<RegistryEvent> events)
            throws IOException, InterruptedException {
        fetch(store.layers().missing(diffIds), events);
    }

    /// Gets what is needed to write all archives of an image.
    void forArchives(List<Digest> diffIds) throws IOException, InterruptedException {
        fetch(store.layers().absent(diffIds), _ -> {});
    }

    private void fetch(List<Digest> missing, Consumer<RegistryEvent> events)
            throws IOException, InterruptedException {
        if (missing.isEmpty()) {
            return;
        }
        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Digest each : missing) {
                all.add(
                        executor.submit(() -> {
                            fetch(each, events);
                            return each;
                        }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedIOException _ -> throw new InterruptedException();
                case IOException failure -> throw failure;
                case null, default -> throw new IOException(e.getCause());
            }
        } finally {
            executor.shutdownNow();
            executor.close();
        }
    }

    /// Nothing is done for a layer that nobody is known to have; whoever reads it says so.
    private void fetch(Digest diffId, Consumer<RegistryEvent> events) throws IOException {
        RegistryException failure = null;
        for (PackedLayer each : store.packed().of(diffId)) {
            try {
                if (fetch(each, events)) {
                    return;
                }
            } catch (RegistryException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (failure != null) {
            throw new IOException(
                    "the layer %s isn't in the store yet, and it could not be fetched: %s"
                            .formatted(diffId, failure.getMessage()),
                    failure);
        }
    }

    /// Gets one form of a layer, unless it is here; false if nobody is known to have it, or nobody
    /// who is has it.
    boolean fetch(PackedLayer layer) throws IOException {
        try {
            return fetch(layer, _ -> {});
        } catch (RegistryException e) {
            return false;
        }
    }

    private boolean fetch(PackedLayer layer, Consumer<RegistryEvent> events) throws IOException {
        Descriptor blob = layer.blob();
        if (store.blobs().has(blob.digest(), blob.size())) {
            return true;
        }
        RegistryException failure = null;
        for (String repository : layer.repositories()) {
            try {
                fetch(blob, repository, events);
                return true;
            } catch (RegistryException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    /// Gets one blob.
    ///
    /// @param repository `domain/path`
    private void fetch(Descriptor blob, String repository, Consumer<RegistryEvent> events)
            throws IOException {
        try {
            registries
                    .client()
                    .repository(Reference.parse(repository))
                    .fetch(blob, new StoreSink(store.blobs()), events);
        } catch (InvalidReferenceException e) {
            throw new IOException("the store names a repository that is none: " + repository, e);
        }
    }
}
