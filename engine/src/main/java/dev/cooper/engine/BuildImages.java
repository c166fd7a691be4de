// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.solver.StepLog;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.build.step.RemoteImages;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.registry.RegistryEvent;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What builds take from registries: first what an image is, then the layers that a step reads.
record BuildImages(Store store, RegistryAccess registries, Platform platform)
        implements RemoteImages {
    @Override
    public Digest find(String name) throws IOException, NoSuchBaseException {
        try {
            return new ImagePull(store, registries).describe(name, platform);
        } catch (CooperException.NotFound
                | CooperException.RegistryFailure
                | CooperException.InvalidInput e) {
            throw new NoSuchBaseException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void fetch(List<Digest> diffIds, StepLog log) throws IOException, InterruptedException {
        Consumer<RegistryEvent> events =
                event -> {
                    if (event instanceof RegistryEvent.Finished(var blob, _)) {
                        log.status(blob.digest() + " " + megabytes(blob.size()) + " done");
                    }
                };
        new MissingLayers(store, registries).forTree(diffIds, events);
    }

    private static String megabytes(long bytes) {
        return bytes < 1000
                ? bytes + "B"
                : bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.2fkB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.2fMB", bytes / 1e6);
    }
}
