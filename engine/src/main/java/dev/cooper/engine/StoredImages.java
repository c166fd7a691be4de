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
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The images of one open store. Each piece of work that takes more than a few lines has a class of
/// its own.
final class StoredImages implements Images {
    private static final Comparator<ImageSummary> NEWEST_FIRST =
            Comparator.comparing((ImageSummary each) -> each.lastTagged().orElse(each.created()))
                    .reversed()
                    .thenComparing(ImageSummary::id);

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
    public void tag(String source, String target) {
        Failures.during(
                "tag " + source,
                () -> {
                    Reference reference = References.parseTag(target);
                    Digest id = lookup.find(source).image().id();
                    store.sync();
                    store.images().tag(reference, id);
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
    public void save(List<String> names, OutputStream out) {
        Failures.during(
                "save " + String.join(", ", names),
                () -> {
                    // Nothing that is being written may be collected meanwhile.
                    try (LockFile _ = store.lease()) {
                        MissingLayers missing = new MissingLayers(store, registries);
                        for (StoredImage each : SavedNames.collect(store, lookup, names).keySet()) {
                            missing.forArchives(each.config().diffIds());
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
