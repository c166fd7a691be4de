// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
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
    private final ImageLookup lookup;

    StoredImages(Store store) {
        this.store = store;
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
                Optional.ofNullable(image.config().created()).orElse(Instant.EPOCH),
                store.layers().infos(image.config().diffIds()).stream()
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
                            store.layers().infos(image.config().diffIds()));
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
                        ImageArchive.of(store, lookup, names).writeTo(out);
                    }
                });
    }
}
