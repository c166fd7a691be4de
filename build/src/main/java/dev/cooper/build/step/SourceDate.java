// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Stat;
import dev.cooper.store.Draft;
import dev.cooper.store.SnapshotId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The time that nothing in the image may be later than: `SOURCE_DATE_EPOCH` (the specification of
/// reproducible-builds.org), or none.
///
/// Files are dated back when a step ends, so that a tree is the same whenever and wherever it was
/// made, and so is every archive of it. That makes the date a part of each step's definition.
///
/// @param latest whole seconds; null for no limit
public record SourceDate(@Nullable Instant latest) {
    public static final SourceDate NONE = new SourceDate(null);

    /// @throws IllegalArgumentException if it is no number of seconds
    public static SourceDate parse(@Nullable String seconds) {
        if (seconds == null || seconds.isEmpty()) {
            return NONE;
        }
        if (!seconds.matches("[0-9]{1,11}")) {
            throw new IllegalArgumentException(
                    "invalid SOURCE_DATE_EPOCH: "
                            + seconds
                            + " is no number of seconds since 1970");
        }
        return new SourceDate(Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    /// As the argument has it; empty for none.
    public String seconds() {
        return latest == null ? "" : Long.toString(latest.getEpochSecond());
    }

    public Instant clamp(Instant time) {
        return latest != null && time.isAfter(latest) ? latest : time;
    }

    Definition in(Definition definition) {
        return latest == null
                ? definition
                : definition.with("date", Long.toString(latest.getEpochSecond()));
    }

    /// Makes the draft a snapshot, its own files dated.
    SnapshotId commit(Draft draft) throws IOException {
        if (latest != null) {
            try (Dir upper = Dir.open(draft.changes())) {
                date(upper, latest.getEpochSecond());
            }
        }
        return draft.commit();
    }

    private static void date(Dir dir, long seconds) throws IOException {
        for (DirEntry each : dir.list()) {
            if (each.type() == FileType.DIRECTORY) {
                try (Dir child = dir.openDir(each.name())) {
                    date(child, seconds);
                }
            }
            Stat stat = dir.stat(each.name());
            boolean later =
                    stat.mtimeSeconds() > seconds
                            || (stat.mtimeSeconds() == seconds && stat.mtimeNanos() > 0);
            if (later) {
                dir.setTimes(each.name(), seconds, 0);
            }
        }
    }
}
