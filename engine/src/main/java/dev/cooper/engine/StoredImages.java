// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.posix.LockFile;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The images of one open store. Each piece of work that takes more than a few lines has a class of
/// its own.
final class StoredImages implements Images {
    /// Written out: what `Comparator` puts together is linked each time that the JVM starts.
    private static final Comparator<ImageSummary> NEWEST_FIRST =
            (one, other) -> {
                int later = when(other).compareTo(when(one));
                return later == 0 ? one.id().compareTo(other.id()) : later;
            };

    private static Instant when(ImageSummary image) {
        return image.lastTagged().orElse(image.created());
    }

    private final Store store;
    private final RegistryAccess registries;
    private final ImageLookup lookup;

    StoredImages(Store store, RegistryAccess registries) {
        this.store = store;
        this.registries = registries;
        this.lookup = new ImageLookup(store.images());
    }

    @Override
    public List<ImageSummary> list() {
        return Failures.during(
                "list the images",
                () -> {
                    List<ImageSummary> all = new ArrayList<>();
                    for (StoredImage each : store.images().list()) {
                        all.add(summary(each));
                    }
                    all.sort(NEWEST_FIRST);
                    return List.copyOf(all);
                });
    }

    @Override
    public ImageSummary find(String name) {
        return Failures.during("find the image " + name, () -> summary(lookup.find(name).image()));
    }

    private ImageSummary summary(StoredImage image) throws IOException {
        return new ImageSummary(
                image.id(),
                image.tags(),
                image.digests(),
                image.beside(),
                Optional.ofNullable(image.config().created()).orElse(Instant.EPOCH),
                store.layers().described(image.config().diffIds()).stream()
                        .mapToLong(LayerInfo::size)
                        .sum(),
                Optional.ofNullable(image.lastTagged()),
                image.config());
    }

    @Override
    public List<HistoryEntry> history(String name) {
        return Failures.during(
                "read the history of " + name,
                () -> {
                    StoredImage image = lookup.find(name).image();
                    return ImageHistory.newestFirst(
                            image.id(),
                            image.config(),
                            store.layers().described(image.config().diffIds()));
                });
    }

    @Override
    public ImageLayers layers(LayersRequest request) throws InterruptedException {
        return Failures.interruptibly(
                "look at the layers of " + request.image(),
                () -> {
                    try (LockFile _ = store.lease()) {
                        StoredImage image = lookup.find(request.image()).image();
                        fetch(image);
                        return LayerSurvey.of(store, image, request);
                    }
                });
    }

    @Override
    public ImageDifference diff(
            String before, String after, boolean times, Consumer<FileChange> files)
            throws InterruptedException {
        return Failures.interruptibly(
                "compare " + before + " with " + after,
                () -> {
                    try (LockFile _ = store.lease()) {
                        StoredImage first = lookup.find(before).image();
                        StoredImage second = lookup.find(after).image();
                        fetch(first);
                        fetch(second);
                        return new ImageDiff(store).between(first, second, times, files);
                    }
                });
    }

    private void fetch(StoredImage image) throws IOException, InterruptedException {
        new MissingLayers(store, registries).forTree(image.config().diffIds(), _ -> {});
    }

    @Override
    public void tag(String source, String target) {
        Failures.during(
                "tag " + source,
                () -> {
                    Reference reference = References.parseTag(target);
                    ImageLookup.Found found = lookup.find(source);
                    Digest id = found.image().id();
                    Reference old = found.reference();
                    List<Digest> all =
                            old == null
                                    ? List.of(id)
                                    : store.images().all(old).stream()
                                            .map(StoredImage::id)
                                            .toList();
                    store.sync();
                    store.images().tag(reference, id, all);
                });
    }

    @Override
    public List<RemovedImage> remove(String name, boolean force) {
        return Failures.during(
                "remove the image " + name,
                () -> {
                    List<RemovedImage> removed =
                            new ImageRemoval(store, lookup).remove(name, force);
                    if (removed.stream().anyMatch(RemovedImage.Deleted.class::isInstance)) {
                        store.upkeep().collect();
                    }
                    return removed;
                });
    }

    @Override
    public PulledImage pull(
            String name, Optional<Platform> platform, Consumer<TransferEvent> events)
            throws InterruptedException {
        return Failures.interruptibly(
                "pull " + name,
                () ->
                        new ImagePull(store, registries)
                                .pull(
                                        name,
                                        platform.orElse(Platform.host()),
                                        RegistryAccess.oneAtATime(events)));
    }

    @Override
    public PushedImage push(String name, Consumer<TransferEvent> events)
            throws InterruptedException {
        return Failures.interruptibly(
                "push " + name,
                () ->
                        new ImagePush(store, registries)
                                .push(name, RegistryAccess.oneAtATime(events)));
    }

    @Override
    public Digest importTar(ImportRequest request) {
        return Failures.during("import the archive", () -> ImageImport.run(store, request));
    }

    @Override
    public InputStream download(URI address) throws InterruptedException {
        return Failures.interruptibly(
                "get " + address.getHost(), () -> WebFile.open(store, address));
    }

    @Override
    public void save(List<String> names, OutputStream out) {
        Failures.during(
                "save " + String.join(", ", names),
                () -> {
                    // Nothing that is being written may be collected meanwhile.
                    try (LockFile _ = store.lease()) {
                        MissingLayers missing = new MissingLayers(store, registries);
                        for (var each : SavedNames.collect(store, lookup, names).entrySet()) {
                            missing.forArchives(each.getKey().config().diffIds());
                            for (Reference tag : each.getValue()) {
                                for (StoredImage other : store.images().all(tag)) {
                                    missing.forArchives(other.config().diffIds());
                                }
                            }
                        }
                        ImageArchive.of(store, lookup, names).writeTo(out);
                    }
                });
    }

    @Override
    public List<LoadedImage> load(ImageSource source, Optional<Platform> platform) {
        return Failures.during("load the archive", () -> ImageLoad.run(store, source, platform));
    }

    @Override
    public Digest convert(ConvertRequest request) {
        return Failures.during(
                "convert " + request.image(), () -> ImageConvert.run(store, lookup, request));
    }

    @Override
    public byte[] layoutManifest(String layout) {
        return Failures.during(
                "read " + layout, () -> ImageLoad.document(store, LayoutReference.parse(layout)));
    }
}
