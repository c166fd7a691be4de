// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.TransferEvent.Phase;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.posix.LockFile;
import dev.cooper.registry.Document;
import dev.cooper.registry.Puller;
import dev.cooper.registry.RegistryEvent;
import dev.cooper.registry.RegistryException;
import dev.cooper.registry.RemoteImage;
import dev.cooper.store.Origin;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings images from registries into the store. Layers come several at once and are unpacked in
/// order as soon as they and those below them are here; the image is there when all of them are.
final class ImagePull {
    private final Store store;
    private final RegistryAccess registries;

    ImagePull(Store store, RegistryAccess registries) {
        this.store = store;
        this.registries = registries;
    }

    /// An image, or what there is instead of it for this name.
    private RemoteImage find(String name, Platform platform) throws IOException {
        List<Reference> candidates = registries.candidates(name);
        Puller puller = new Puller(registries.client());
        CooperException failure = null;
        for (Reference each : candidates) {
            try {
                return puller.find(each, platform);
            } catch (RegistryException e) {
                CooperException said = RegistryFailures.pull(each, e);
                if (failure != null) {
                    said.addSuppressed(failure);
                }
                failure = said;
            }
        }
        throw failure == null ? new CooperException.NotFound("No such image: " + name) : failure;
    }

    /// The image with all its layers.
    PulledImage pull(String name, Platform platform, Consumer<TransferEvent> events)
            throws IOException, InterruptedException {
        try (RegistryAccess.Listening _ = registries.listen(events);
                LockFile _ = store.lease()) {
            RemoteImage image = find(name, platform);
            Reference reference = image.reference();
            events.accept(new TransferEvent.Resolved(reference));
            Digest before = store.images().resolve(plain(reference));
            describeLayers(image);
            boolean fetched;
            try {
                fetched = fetch(image, events);
            } catch (RegistryException e) {
                throw RegistryFailures.pull(reference, e);
            }
            Digest id = record(image);
            return new PulledImage(
                    id, reference, image.root().digest(), fetched || !id.equals(before));
        }
    }

    /// The image alone; its layers stay where they are until somebody needs them.
    Digest describe(String name, Platform platform) throws IOException {
        try (LockFile _ = store.lease()) {
            RemoteImage image = find(name, platform);
            describeLayers(image);
            return record(image);
        }
    }

    /// Where a digest is given too, the tag doesn't count.
    private static Reference plain(Reference reference) {
        Digest digest = reference.digest();
        return digest == null ? reference : reference.withDigest(digest);
    }

    private void describeLayers(RemoteImage image) throws IOException {
        List<Digest> diffIds = image.config().diffIds();
        String repository = image.reference().name();
        for (int i = 0; i < diffIds.size(); i++) {
            store.packed().put(diffIds.get(i), image.layers().get(i), false, repository);
        }
    }

    private Digest record(RemoteImage image) throws IOException {
        Document manifest = image.document();
        store.blobs().put(manifest.digest(), manifest.bytes());
        Document index = image.index();
        if (index != null) {
            store.blobs().put(index.digest(), index.bytes());
        }
        Digest id = store.images().put(image.configBytes().bytes());
        store.sync();
        Reference reference = image.reference();
        store.images()
                .put(
                        new Origin(
                                reference.withDigest(image.root().digest()),
                                image.root(),
                                manifest.descriptor(),
                                id));
        if (reference.digest() == null) {
            store.images().tag(reference, id);
        }
        return id;
    }

    /// @return whether anything was not here yet
    private boolean fetch(RemoteImage image, Consumer<TransferEvent> events)
            throws IOException, InterruptedException {
        List<Digest> diffIds = image.config().diffIds();
        Set<Digest> missing = new HashSet<>(store.layers().missing(diffIds));
        List<Descriptor> wanted = new ArrayList<>();
        Map<Digest, CompletableFuture<Boolean>> arrivals = new ConcurrentHashMap<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor layer = image.layers().get(i);
            boolean here = !missing.contains(diffIds.get(i));
            if (!here && arrivals.putIfAbsent(layer.digest(), new CompletableFuture<>()) == null) {
                wanted.add(layer);
            }
            if (here || arrivals.containsKey(layer.digest())) {
                events.accept(event(layer, here ? Phase.EXISTS : Phase.WAITING, 0));
            }
        }
        Listener listener = new Listener(arrivals, events);
        try (Fetching fetching = new Fetching(image, wanted, listener)) {
            Set<Digest> unpacked = new HashSet<>();
            for (int i = 0; i < diffIds.size(); i++) {
                Descriptor layer = image.layers().get(i);
                CompletableFuture<Boolean> arrival = arrivals.get(layer.digest());
                if (arrival != null) {
                    fetching.await(arrival);
                }
                store.layers().snapshot(diffIds.subList(0, i + 1));
                if (arrival != null && unpacked.add(layer.digest())) {
                    events.accept(event(layer, Phase.DONE, layer.size()));
                }
            }
        }
        return !wanted.isEmpty();
    }

    private static TransferEvent event(Descriptor layer, Phase phase, long bytes) {
        return new TransferEvent.Layer(layer.digest().shortHex(), phase, bytes, layer.size(), "");
    }

    /// Tells of layers, and that they are here.
    private record Listener(
            Map<Digest, CompletableFuture<Boolean>> arrivals, Consumer<TransferEvent> events)
            implements Consumer<RegistryEvent> {
        @Override
        public void accept(RegistryEvent event) {
            switch (event) {
                case RegistryEvent.Started(Descriptor blob) -> tell(blob, Phase.MOVING, 0);
                case RegistryEvent.Advanced(Descriptor blob, long bytes) ->
                        tell(blob, Phase.MOVING, bytes);
                case RegistryEvent.Finished(Descriptor blob, RegistryEvent.Outcome _) -> {
                    tell(blob, Phase.ARRIVED, blob.size());
                    CompletableFuture<Boolean> arrival = arrivals.get(blob.digest());
                    if (arrival != null) {
                        arrival.complete(true);
                    }
                }
                case RegistryEvent.Retrying _, RegistryEvent.Warned _ -> {
                    // The client's own listener hears these.
                }
            }
        }

        private void tell(Descriptor blob, Phase phase, long bytes) {
            events.accept(event(blob, phase, bytes));
        }
    }

    /// Transfers beside the unpacking.
    private final class Fetching implements AutoCloseable {
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private final Future<?> work;

        Fetching(RemoteImage image, List<Descriptor> wanted, Listener listener) {
            work =
                    executor.submit(() -> {
                        @Nullable Throwable failure = null;
                        try {
                            new Puller(registries.client())
                                    .fetch(image, wanted, new StoreSink(store.blobs()), listener);
                        } catch (IOException | RuntimeException e) {
                            failure = e;
                        }
                        Throwable why =
                                failure == null ? new IOException("it never came") : failure;
                        listener.arrivals()
                                .values()
                                .forEach(each -> each.completeExceptionally(why));
                    });
        }

        void await(CompletableFuture<Boolean> arrival) throws IOException, InterruptedException {
            try {
                arrival.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException failure -> throw failure;
                    case RuntimeException broken -> throw broken;
                    case null, default -> throw new IOException(e.getCause());
                }
            }
        }

        @Override
        public void close() {
            work.cancel(true);
            executor.close();
        }
    }
}
