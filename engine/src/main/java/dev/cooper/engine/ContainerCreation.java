// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.tree.CleanPath;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.posix.LockFile;
import dev.cooper.store.NameInUseException;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import dev.cooper.store.StoredContainer;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes containers.
final class ContainerCreation {
    private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,62})");
    private static final int MOST_NAMES = 100;

    private final Store store;
    private final ImageLookup images;
    private final MissingLayers missing;

    ContainerCreation(Store store, RegistryAccess registries) {
        this.store = store;
        this.missing = new MissingLayers(store, registries);
        this.images = new ImageLookup(store.images());
    }

    ContainerView create(ContainerSpec spec) throws IOException, InterruptedException {
        Optional<String> name = spec.name().map(ContainerLookup::checked);
        check(spec);
        // Keeps the image's tree from being collected before the container holds it.
        try (LockFile _ = store.lease()) {
            StoredImage image = images.find(spec.image()).image();
            ContainerConfig config = ConfigMerge.merge(spec, image.config().config());
            ContainerRecord record =
                    new ContainerRecord(
                            spec.withVolumes(fromHere(spec.volumes())), config, Instant.now());
            missing.forTree(image.config().diffIds(), _ -> {});
            SnapshotId top = store.layers().snapshot(image.config().diffIds());
            if (name.isPresent()) {
                return create(name.get(), image, top, record);
            }
            SplittableRandom random = new SplittableRandom();
            for (int attempt = 0; ; attempt++) {
                try {
                    return create(RandomName.next(random, attempt), image, top, record);
                } catch (NameInUseException e) {
                    if (attempt == MOST_NAMES) {
                        throw e;
                    }
                }
            }
        }
    }

    private ContainerView create(
            String name, StoredImage image, @Nullable SnapshotId top, ContainerRecord record)
            throws IOException {
        ContainerState state = ContainerState.CREATED;
        StoredContainer made =
                store.containers().create(name, image.id(), top, record.toJson(), state.toJson());
        return record.view(made, state);
    }

    /// With sources that mean the same wherever the container is started from.
    private static List<ContainerSpec.Volume> fromHere(List<ContainerSpec.Volume> volumes) {
        return volumes.stream()
                .map(each ->
                        new ContainerSpec.Volume(
                                each.source().toAbsolutePath(), each.target(), each.readOnly()))
                .toList();
    }

    private static void check(ContainerSpec spec) {
        for (ContainerSpec.Volume each : spec.volumes()) {
            String typed = each.source() + ":" + each.target();
            if (!each.target().startsWith("/") || each.target().indexOf(0) >= 0) {
                throw new CooperException.InvalidInput(
                        "invalid volume specification: '%s': invalid mount config for type \"bind\": invalid mount path: '%s' mount path must be absolute"
                                .formatted(typed, each.target()));
            }
            if (CleanPath.absolute("/", each.target()).equals("/")) {
                throw new CooperException.InvalidInput(
                        "invalid volume specification: '%s': invalid specification: destination can't be '/'"
                                .formatted(typed));
            }
        }
        spec.hostname()
                .filter(typed -> !HOSTNAME.matcher(typed).matches())
                .ifPresent(typed -> {
                    throw new CooperException.InvalidInput("invalid hostname format: " + typed);
                });
    }
}
