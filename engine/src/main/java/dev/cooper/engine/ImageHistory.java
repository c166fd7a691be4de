// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.store.LayerInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The history of an image with the sizes of its layers, which its configuration keeps apart: each
/// entry that made a layer stands for the next one (OCI image specification, config.md).
final class ImageHistory {
    private ImageHistory() {}

    /// @param layers lowest first
    /// @throws CooperException.SystemFailure if more entries made layers than there are layers
    static List<HistoryEntry> newestFirst(Digest id, ImageConfig config, List<LayerInfo> layers) {
        List<HistoryEntry> entries = new ArrayList<>();
        Iterator<LayerInfo> next = layers.iterator();
        for (History each : config.history()) {
            long size = 0;
            if (!each.emptyLayer()) {
                if (!next.hasNext()) {
                    throw new CooperException.SystemFailure(
                            "the image "
                                    + id.shortHex()
                                    + " has fewer layers than its history tells of",
                            null);
                }
                size = next.next().size();
            }
            entries.add(
                    new HistoryEntry(
                            Optional.ofNullable(each.created()),
                            Objects.requireNonNullElse(each.createdBy(), ""),
                            Objects.requireNonNullElse(each.comment(), ""),
                            size,
                            each.emptyLayer()));
        }
        return List.copyOf(entries.reversed());
    }
}
