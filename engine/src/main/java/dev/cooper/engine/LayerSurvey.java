// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import dev.cooper.store.LayerWalk;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Adds up what the layers of an image hold. Memory is bounded: paths below the depth asked for,
/// and more than can sensibly be shown, go into the sums alone.
final class LayerSurvey implements LayerWalk.Visitor {
    private static final int MOST_ENTRIES = 100_000;

    private final LayersRequest request;
    private final List<Sums> sums = new ArrayList<>();
    private final PriorityQueue<ImageLayers.Waste> wastes =
            new PriorityQueue<>(
                    Comparator.comparingLong(ImageLayers.Waste::bytes)
                            .thenComparing(
                                    ImageLayers.Waste::path, Comparator.<String>reverseOrder()));
    private @Nullable Name path;
    private long pathWasted;
    private int pathCopies;
    private int kept;
    private boolean complete = true;

    private LayerSurvey(LayersRequest request, int layers) {
        this.request = request;
        for (int i = 0; i < layers; i++) {
            sums.add(new Sums());
        }
    }

    /// A path that is told, in the making.
    private static final class Node {
        private final LayerWalk.Entry entry;
        private long size;
        private long wasted;

        Node(LayerWalk.Entry entry) {
            this.entry = entry;
        }

        ImageLayers.Entry toEntry() {
            Stat stat = entry.stat();
            int hiddenBy = entry.hiddenBy() == LayerWalk.NEVER ? 0 : entry.hiddenBy() + 1;
            return new ImageLayers.Entry(
                    "/" + entry.path().text(),
                    switch (entry.change()) {
                        case ADDED -> ImageLayers.Change.ADDED;
                        case CHANGED -> ImageLayers.Change.CHANGED;
                        case DELETED -> ImageLayers.Change.DELETED;
                        case SAME -> ImageLayers.Change.SAME;
                    },
                    stat == null ? Optional.empty() : Optional.of(StatFacts.of(stat)),
                    size,
                    wasted,
                    hiddenBy,
                    entry.replaced());
        }
    }

    /// Names of one file that have been met.
    private record Links(Name first, int met, boolean seen) {}

    /// One layer.
    private static final class Sums {
        private final List<Node> nodes = new ArrayList<>();

        /// The folders on the way to the last entry, as far as they are told.
        private final List<Node> way = new ArrayList<>();

        /// Files whose other names haven't been met, by inode.
        private final Map<Long, Links> links = new HashMap<>();

        private long size;
        private long wasted;
        private long files;

        void add(long bytes, boolean hidden) {
            size += bytes;
            wasted += hidden ? bytes : 0;
            for (Node each : way) {
                each.size += bytes;
                each.wasted += hidden ? bytes : 0;
            }
        }
    }

    static ImageLayers of(Store store, StoredImage image, LayersRequest request)
            throws IOException, InterruptedException {
        List<Digest> diffIds = image.config().diffIds();
        if (request.layer() > diffIds.size()) {
            throw new CooperException.InvalidInput(
                    "the image has %d layers, and no layer %d"
                            .formatted(diffIds.size(), request.layer()));
        }
        LayerSurvey survey = new LayerSurvey(request, diffIds.size());
        LayerWalk.walk(store.snapshots(), store.layers().snapshot(diffIds), survey);
        survey.endOfPath();
        return survey.result(image);
    }

    @Override
    public void entry(LayerWalk.Entry entry) {
        if (!entry.path().equals(path)) {
            endOfPath();
            path = entry.path();
        }
        Sums layer = sums.get(entry.layer());
        while (!layer.way.isEmpty() && !isIn(entry.path(), layer.way.getLast().entry.path())) {
            layer.way.removeLast();
        }
        Stat stat = entry.stat();
        boolean folder = stat != null && stat.isDirectory();
        boolean told =
                (request.layer() == 0 || request.layer() == entry.layer() + 1)
                        && depth(entry.path()) <= request.depth();
        if (told && kept == MOST_ENTRIES) {
            complete = false;
            told = false;
        }
        if (told) {
            Node node = new Node(entry);
            layer.nodes.add(node);
            layer.way.add(node);
            kept++;
        }
        if (stat != null && !folder) {
            layer.files++;
            file(layer, entry, stat);
        }
        if (told && !folder) {
            layer.way.removeLast();
        }
    }

    private void file(Sums layer, LayerWalk.Entry entry, Stat stat) {
        long bytes = stat.isRegular() ? stat.size() : 0;
        boolean hidden = entry.hiddenBy() != LayerWalk.NEVER;
        if (stat.nlink() < 2) {
            layer.add(bytes, hidden);
            waste(hidden ? bytes : 0);
            return;
        }
        Links before = layer.links.get(stat.ino());
        Links links =
                before == null
                        ? new Links(entry.path(), 1, !hidden)
                        : new Links(before.first(), before.met() + 1, before.seen() || !hidden);
        if (before == null) {
            layer.add(bytes, false);
        }
        if (links.met() < stat.nlink()) {
            layer.links.put(stat.ino(), links);
            return;
        }
        layer.links.remove(stat.ino());
        if (!links.seen()) {
            // Bytes are wasted once no name of theirs is left.
            layer.wasted += bytes;
            if (links.first().equals(path)) {
                waste(bytes);
            } else {
                keep(new ImageLayers.Waste("/" + links.first().text(), bytes, 1));
            }
        }
    }

    private void waste(long bytes) {
        pathWasted += bytes;
        pathCopies += bytes > 0 ? 1 : 0;
    }

    private void endOfPath() {
        if (path != null && pathWasted > 0) {
            keep(new ImageLayers.Waste("/" + path.text(), pathWasted, pathCopies));
        }
        pathWasted = 0;
        pathCopies = 0;
    }

    private void keep(ImageLayers.Waste waste) {
        wastes.add(waste);
        if (wastes.size() > request.wasted()) {
            wastes.remove();
        }
    }

    private static boolean isIn(Name path, Name folder) {
        return path.length() > folder.length()
                && path.startsWith(folder)
                && path.bytes()[folder.length()] == '/';
    }

    private static int depth(Name path) {
        int depth = 1;
        for (byte b : path.bytes()) {
            depth += b == '/' ? 1 : 0;
        }
        return depth;
    }

    private ImageLayers result(StoredImage image) {
        ImageConfig config = image.config();
        List<History> steps = config.history().stream().filter(each -> !each.emptyLayer()).toList();
        List<ImageLayers.Layer> layers = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            Sums own = sums.get(i);
            History step = i < steps.size() ? steps.get(i) : null;
            String by = step == null ? null : step.createdBy();
            layers.add(
                    new ImageLayers.Layer(
                            i + 1,
                            config.diffIds().get(i),
                            Optional.ofNullable(step == null ? null : step.created()),
                            by == null ? "" : by,
                            own.size,
                            own.wasted,
                            own.files,
                            own.nodes.stream().map(Node::toEntry).toList()));
        }
        List<ImageLayers.Waste> most = new ArrayList<>(wastes);
        most.sort(wastes.comparator().reversed());
        return new ImageLayers(
                image.id(),
                sums.stream().mapToLong(each -> each.size).sum(),
                sums.stream().mapToLong(each -> each.wasted).sum(),
                List.copyOf(layers),
                List.copyOf(most),
                complete);
    }
}
