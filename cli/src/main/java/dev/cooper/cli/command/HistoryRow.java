// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Row;
import dev.cooper.cli.format.Text;
import dev.cooper.cli.format.Times;
import dev.cooper.engine.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of `history`.
///
/// Only the newest step has an id, the image's own.
final class HistoryRow extends Row {
    static final Map<String, String> HEADINGS =
            Map.of(
                    "ID", "IMAGE",
                    "CreatedSince", "CREATED",
                    "CreatedAt", "CREATED AT",
                    "CreatedBy", "CREATED BY",
                    "Size", "SIZE",
                    "Comment", "COMMENT");

    private static final int SHORT = 45;

    private final HistoryEntry entry;
    private final String id;
    private final Instant now;
    private final boolean human;
    private final boolean whole;

    HistoryRow(HistoryEntry entry, String id, Instant now, boolean human, boolean whole) {
        this.entry = entry;
        this.id = id;
        this.now = now;
        this.human = human;
        this.whole = whole;
    }

    @Override
    public String type() {
        return "*formatter.historyContext";
    }

    @Override
    public List<String> fields() {
        return List.copyOf(HEADINGS.keySet());
    }

    @Override
    protected @Nullable String text(String field) {
        return switch (field) {
            case "ID" -> id;
            case "CreatedSince" -> human ? ago() : at();
            case "CreatedAt" -> at();
            case "CreatedBy" -> {
                String by = entry.createdBy().replace('\t', ' ');
                yield whole ? by : Text.ellipsis(by.replace('\n', ' '), SHORT);
            }
            case "Size" -> human ? HumanSize.three(entry.size()) : Long.toString(entry.size());
            case "Comment" -> entry.comment();
            default -> null;
        };
    }

    private String ago() {
        return entry.created().isEmpty() ? "N/A" : Times.ago(entry.created().get(), now);
    }

    private String at() {
        return entry.created().isEmpty() ? "" : Times.rfc3339(entry.created().get());
    }
}
