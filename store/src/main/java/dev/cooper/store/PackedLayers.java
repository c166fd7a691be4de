// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Which blobs are the compressed forms of which layers, and where there are more of them. Owns the
/// form of `packed/HEX`, a file for each diffID. Safe for threads and processes.
///
/// That a blob is a layer's is an image's word until somebody has decompressed it: whoever makes
/// something new of a blob takes a verified one only.
public final class PackedLayers {
    private static final String KIND = "packed";
    private static final int MOST_BLOBS = 8;
    private static final int MOST_REPOSITORIES = 16;

    private final StoreRoot root;
    private final Workspace workspace;
    private final Epochs epochs;
    private final Locks locks;

    PackedLayers(StoreRoot root, Workspace workspace, Epochs epochs, Locks locks) {
        this.root = root;
        this.workspace = workspace;
        this.epochs = epochs;
        this.locks = locks;
    }

    /// All that are known, verified ones first.
    public List<PackedLayer> of(Digest diffId) throws IOException {
        Name file = file(diffId);
        try {
            RecordFile record =
                    RecordFile.read(root.dir(Room.PACKED), file, KIND, diffId.toString());
            if (record == null || !epochs.counts(record.fields())) {
                return List.of();
            }
            List<PackedLayer> all = new ArrayList<>();
            for (Json.Obj each : record.fields().objects("blobs")) {
                all.add(
                        new PackedLayer(
                                diffId,
                                Descriptor.parse(each.requireObj("blob")),
                                each.bool("verified"),
                                each.strings("repositories")));
            }
            return all;
        } catch (CorruptStoreException | MalformedJsonException | MalformedImageException e) {
            return List.of();
        }
    }

    /// Remembers what somebody says of a blob; what is known of it already stays.
    ///
    /// @param repository that has the blob, as `domain/path`; null for none
    public void put(Digest diffId, Descriptor blob, boolean verified, @Nullable String repository)
            throws IOException {
        change(
                diffId,
                known -> {
                    List<PackedLayer> all = new ArrayList<>(known);
                    PackedLayer old = find(known, blob.digest());
                    SequencedSet<String> repositories = new LinkedHashSet<>();
                    if (repository != null) {
                        repositories.add(repository);
                    }
                    if (old != null) {
                        repositories.addAll(old.repositories());
                        all.remove(old);
                    }
                    all.addFirst(
                            new PackedLayer(
                                    diffId,
                                    old == null ? blob : old.blob(),
                                    verified || (old != null && old.verified()),
                                    repositories.stream().limit(MOST_REPOSITORIES).toList()));
                    return all;
                });
    }

    /// A blob that is not this layer's after all.
    void forget(Digest diffId, Digest blob) throws IOException {
        change(
                diffId,
                known ->
                        known.stream().filter(each -> !each.blob().digest().equals(blob)).toList());
    }

    private static @Nullable PackedLayer find(List<PackedLayer> known, Digest blob) {
        return known.stream()
                .filter(each -> each.blob().digest().equals(blob))
                .findFirst()
                .orElse(null);
    }

    private void change(Digest diffId, UnaryOperator<List<PackedLayer>> change) throws IOException {
        try (LockFile _ = locks.key("packed " + diffId)) {
            List<PackedLayer> known = of(diffId);
            List<PackedLayer> changed =
                    change.apply(known).stream()
                            .sorted(Comparator.comparing((PackedLayer each) -> !each.verified()))
                            .limit(MOST_BLOBS)
                            .toList();
            if (changed.equals(known)) {
                return;
            }
            Json.Builder fields = Json.object().put("blobs", Json.array(json(changed)));
            epochs.publish(stamp ->
                    workspace.publish(
                            RecordFile.of(stamp.on(fields).build()).encode(KIND, diffId.toString()),
                            Room.PACKED,
                            file(diffId)));
        }
    }

    private static List<Json> json(List<PackedLayer> layers) {
        List<Json> all = new ArrayList<>();
        for (PackedLayer each : layers) {
            all.add(
                    Json.object()
                            .put("blob", each.blob().toJson())
                            .put("verified", each.verified())
                            .put("repositories", Json.strings(each.repositories()))
                            .build());
        }
        return all;
    }

    static Name file(Digest diffId) {
        return Name.of(diffId.hex());
    }
}
