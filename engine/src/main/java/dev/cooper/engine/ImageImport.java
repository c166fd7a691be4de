// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.posix.LockFile;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes an image of a root file system's archive.
final class ImageImport {
    private static final String DEFAULT_MESSAGE = "Imported from -";

    private ImageImport() {}

    static Digest run(Store store, ImportRequest request) throws IOException, InterruptedException {
        // First, so that a mistake there costs no reading.
        request.reference().ifPresent(References::checkTag);
        ContainerConfig config = ConfigChange.applyAll(ContainerConfig.EMPTY, request.changes());
        try (LockFile _ = store.lease()) {
            Digest id = store.images().put(config(add(store, request), config, request).toBytes());
            store.sync();
            if (request.reference().isPresent()) {
                store.images().tag(request.reference().get(), id);
            }
            return id;
        }
    }

    private static LayerInfo add(Store store, ImportRequest request)
            throws IOException, InterruptedException {
        try {
            return store.layers().add(request.tar());
        } catch (EOFException e) {
            throw new CooperException.InvalidInput(
                    "could not import the archive: it is damaged or cut off: " + e.getMessage(), e);
        }
    }

    private static ImageConfig config(
            LayerInfo layer, ContainerConfig config, ImportRequest request) {
        Instant now = Instant.now();
        @Nullable String none = null;
        String comment = request.message().isEmpty() ? DEFAULT_MESSAGE : request.message();
        return new ImageConfig(
                now,
                none,
                request.platform(),
                config,
                List.of(layer.diffId()),
                List.of(new History(now, none, none, comment, false)));
    }
}
