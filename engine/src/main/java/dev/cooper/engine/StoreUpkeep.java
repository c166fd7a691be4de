// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.posix.LockFile;
import dev.cooper.store.CacheEntry;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.PruneRule;
import dev.cooper.store.Store;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Upkeep of one open store.
final class StoreUpkeep implements Upkeep {
    private final Store store;
    private final Images images;
    private final Containers containers;

    StoreUpkeep(Store store, Images images, Containers containers) {
        this.store = store;
        this.images = images;
        this.containers = containers;
    }

    @Override
    public DiskUsage usage() {
        return Failures.during("measure the store", this::measure);
    }

    private DiskUsage measure() throws IOException {
        List<ContainerView> views = containers.list();
        List<DiskUsage.ContainerUse> containersUse = new ArrayList<>();
        Map<Digest, Integer> users = new HashMap<>();
        for (ContainerView each : views) {
            users.merge(each.imageId(), 1, Integer::sum);
            Optional<StoredContainer> stored = store.containers().find(each.id());
            long size = stored.isPresent() ? stored.get().size() : 0;
            containersUse.add(new DiskUsage.ContainerUse(each, size));
        }
        List<ImageSummary> summaries = images.list();
        Map<Digest, Integer> owners = new HashMap<>();
        for (ImageSummary each : summaries) {
            new HashSet<>(each.config().diffIds()).forEach(id -> owners.merge(id, 1, Integer::sum));
        }
        Map<Digest, Long> sizes = new HashMap<>();
        List<DiskUsage.ImageUse> imagesUse = new ArrayList<>();
        for (ImageSummary each : summaries) {
            long shared = 0;
            for (LayerInfo layer : store.layers().infos(each.config().diffIds())) {
                sizes.put(layer.diffId(), layer.size());
                shared += owners.getOrDefault(layer.diffId(), 0) > 1 ? layer.size() : 0;
            }
            imagesUse.add(new DiskUsage.ImageUse(each, shared, users.getOrDefault(each.id(), 0)));
        }
        return new DiskUsage(
                sizes.values().stream().mapToLong(Long::longValue).sum(),
                imagesUse,
                containersUse,
                store.upkeep().cache().stream().map(StoreUpkeep::use).toList());
    }

    private static CacheUse use(CacheEntry entry) {
        return new CacheUse(
                entry.id(),
                entry.kind().text(),
                entry.size(),
                entry.created(),
                entry.lastUsed(),
                entry.uses(),
                entry.shared(),
                entry.inUse(),
                Optional.ofNullable(entry.parent()),
                entry.description());
    }

    @Override
    public Pruned<CacheUse> pruneCache(CachePrune what) {
        return Failures.during(
                "prune the cache",
                () -> {
                    PruneRule unshared =
                            PruneRule.UNSHARED
                                    .unusedFor(what.unusedFor())
                                    .budget(what.reserved(), what.maxUsed(), what.minFree())
                                    .where(entry -> matches(what, entry));
                    boolean shared = what.all() || what.shared().orElse(false);
                    var pruned = store.upkeep().prune(shared ? unshared.withShared() : unshared);
                    return new Pruned<>(
                            pruned.entries().stream().map(StoreUpkeep::use).toList(),
                            pruned.bytes());
                });
    }

    private static boolean matches(CachePrune what, CacheEntry entry) {
        return (what.ids().isEmpty() || what.ids().stream().anyMatch(entry.id()::startsWith))
                && (what.types().isEmpty() || what.types().contains(entry.kind().text()))
                && what.shared().map(wanted -> wanted == entry.shared()).orElse(true);
    }

    @Override
    public Pruned<RemovedImage> pruneImages(boolean all, PruneFilter filter) {
        return Failures.during(
                "prune the images",
                () -> {
                    Set<Digest> used = new HashSet<>();
                    store.containers().list().forEach(each -> used.add(each.image()));
                    List<RemovedImage> removed = new ArrayList<>();
                    for (ImageSummary each : images.list()) {
                        if ((all || (each.tags().isEmpty() && each.beside().isEmpty()))
                                && !used.contains(each.id())
                                && filter.matches(
                                        each.created(), each.config().config().labels())) {
                            remove(each, removed);
                        }
                    }
                    return new Pruned<>(removed, removed.isEmpty() ? 0 : store.upkeep().collect());
                });
    }

    /// Whoever tags it, or makes a container of it, at this very moment may lose: as with docker.
    private void remove(ImageSummary image, List<RemovedImage> removed) throws IOException {
        image.tags().forEach(tag -> removed.add(new RemovedImage.Untagged(tag.familiar())));
        if (store.images().remove(image.id())) {
            removed.add(new RemovedImage.Deleted(image.id().toString()));
        }
    }

    @Override
    public Pruned<String> pruneContainers(PruneFilter filter) {
        return Failures.during(
                "prune the containers",
                () -> {
                    List<String> removed = new ArrayList<>();
                    long bytes = 0;
                    for (ContainerView each : containers.list()) {
                        if (each.status() == ContainerView.Status.RUNNING
                                || !filter.matches(each.created(), each.config().labels())) {
                            continue;
                        }
                        Optional<StoredContainer> stored = store.containers().find(each.id());
                        if (stored.isEmpty()) {
                            continue;
                        }
                        // Whoever has the lock is just starting it, or removing it.
                        try (LockFile lock = stored.get().tryLock()) {
                            if (lock != null) {
                                long size = stored.get().size();
                                stored.get().remove();
                                bytes += size;
                                removed.add(each.id());
                            }
                        }
                    }
                    return new Pruned<>(removed, bytes);
                });
    }
}
