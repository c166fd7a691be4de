// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.HistoryStep;
import dev.cooper.build.plan.ImagePlan;
import dev.cooper.build.solver.Evaluated;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Tree;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the configuration of an image whose layers are made.
///
/// Times are those at which steps first ran, so that building what was built before gives the image
/// that is there already. With `SOURCE_DATE_EPOCH` none is later than that.
final class ImageWriter {
    private final Store store;
    private final SourceDate date;

    ImageWriter(Store store, SourceDate date) {
        this.store = store;
        this.date = date;
    }

    /// An image that isn't kept yet.
    ///
    /// @param top its files
    /// @param layers lowest first
    record Made(
            @Nullable SnapshotId top,
            List<LayerInfo> layers,
            @SuppressWarnings("ArrayRecordComponent") byte[] config) {
        Digest id() {
            return Digest.sha256(config);
        }
    }

    Made make(ImagePlan plan, Map<Vertex<Tree>, Evaluated<Tree>> results)
            throws IOException, InterruptedException {
        SnapshotId top =
                switch (result(plan.tree(), results).result()) {
                    case Tree.Stored stored -> stored.snapshot();
                    case Tree.Context _ -> throw new IllegalStateException("a context is no image");
                };
        List<LayerInfo> layers = store.layers().chain(top);
        List<Digest> diffIds = layers.stream().map(LayerInfo::diffId).toList();
        List<History> history = history(plan, results);
        Instant created = history.isEmpty() ? plan.baseCreated() : history.getLast().created();
        ImageConfig config =
                new ImageConfig(
                        created, plan.author(), plan.platform(), plan.config(), diffIds, history);
        return new Made(top, layers, config.toBytes());
    }

    private static Evaluated<Tree> result(
            Vertex<Tree> vertex, Map<Vertex<Tree>, Evaluated<Tree>> results) {
        Evaluated<Tree> result = results.get(vertex);
        if (result == null) {
            throw new IllegalStateException("no result of " + vertex);
        }
        return result;
    }

    /// An entry without a layer has the time of the one before it.
    private List<History> history(ImagePlan plan, Map<Vertex<Tree>, Evaluated<Tree>> results)
            throws IOException {
        List<History> entries = new ArrayList<>();
        Instant before = plan.baseCreated();
        for (HistoryStep step : plan.history()) {
            History entry = step.entry();
            if (step.inherited()) {
                entries.add(entry);
                before = entry.created() == null ? before : entry.created();
                continue;
            }
            Vertex<Tree> layer = step.layer();
            if (layer != null) {
                before = date.clamp(result(layer, results).created());
            } else if (before == null) {
                before = date.clamp(firstTime(plan));
            }
            entries.add(
                    new History(
                            before,
                            entry.createdBy(),
                            entry.author(),
                            entry.comment(),
                            entry.emptyLayer()));
        }
        return entries;
    }

    /// When an image without any layer, or before its first one, was first built.
    private Instant firstTime(ImagePlan plan) throws IOException {
        StringBuilder text = new StringBuilder("first build\n");
        plan.history().forEach(step -> text.append(step.entry().createdBy()).append('\n'));
        Digest key = Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
        var known = store.cache().find(key);
        if (known.isPresent()) {
            return known.get().created();
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        store.cache().put(key, new CacheRecord(key, null, now, text.toString()));
        return now;
    }
}
