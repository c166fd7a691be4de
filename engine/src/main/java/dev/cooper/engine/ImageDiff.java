// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.ImageDifference.Side;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.posix.Dir;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Compares two images of the store, whose layers are all there.
final class ImageDiff {
    private final Store store;

    ImageDiff(Store store) {
        this.store = store;
    }

    ImageDifference between(
            StoredImage before, StoredImage after, boolean times, Consumer<FileChange> files)
            throws IOException, InterruptedException {
        List<Digest> first = before.config().diffIds();
        List<Digest> second = after.config().diffIds();
        if (!first.equals(second)) {
            try (Dir one = store.snapshots().open(store.layers().snapshot(first));
                    Dir other = store.snapshots().open(store.layers().snapshot(second))) {
                TreeDiff.between(one, other, times, files);
            }
        }
        List<History> history = before.config().history();
        int steps = common(history, after.config().history());
        return new ImageDifference(
                side(before),
                side(after),
                common(first, second),
                ConfigDiff.between(before.configBytes(), after.configBytes()),
                steps,
                history(before, steps),
                history(after, steps));
    }

    private static int common(List<?> first, List<?> second) {
        int n = 0;
        while (n < first.size() && n < second.size() && first.get(n).equals(second.get(n))) {
            n++;
        }
        return n;
    }

    private Side side(StoredImage image) throws IOException {
        List<LayerInfo> layers = store.layers().described(image.config().diffIds());
        return new Side(
                image.id(), layers.stream().mapToLong(LayerInfo::size).sum(), layers.size());
    }

    private List<HistoryEntry> history(StoredImage image, int from) throws IOException {
        List<HistoryEntry> all =
                ImageHistory.newestFirst(
                                image.id(),
                                image.config(),
                                store.layers().described(image.config().diffIds()))
                        .reversed();
        return List.copyOf(all.subList(from, all.size()));
    }
}
