// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of `system df`.
final class DiskUsageRow extends Row {
    static final Map<String, String> HEADINGS =
            Map.of(
                    "Type", "TYPE",
                    "TotalCount", "TOTAL",
                    "Active", "ACTIVE",
                    "Size", "SIZE",
                    "Reclaimable", "RECLAIMABLE");

    private final String kind;
    private final int total;
    private final int active;
    private final long size;
    private final long reclaimable;
    private final boolean percent;

    /// @param percent whether what can be freed is shown as a part of the whole too
    DiskUsageRow(String kind, int total, int active, long size, long reclaimable, boolean percent) {
        this.kind = kind;
        this.total = total;
        this.active = active;
        this.size = size;
        this.reclaimable = reclaimable;
        this.percent = percent;
    }

    @Override
    public String type() {
        return "*formatter.diskUsageContext";
    }

    @Override
    public List<String> fields() {
        return List.of("Type", "TotalCount", "Active", "Size", "Reclaimable");
    }

    @Override
    protected @Nullable String text(String field) {
        return switch (field) {
            case "Type" -> kind;
            case "TotalCount" -> Integer.toString(total);
            case "Active" -> Integer.toString(active);
            case "Size" -> HumanSize.four(size);
            case "Reclaimable" -> DiskUsageVerb.reclaimable(reclaimable, size, percent);
            default -> null;
        };
    }
}
