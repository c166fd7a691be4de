// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// File trees by id: each is an overlay upper directory with a parent. Immutable once they have an
/// id. Safe for threads and processes.
///
/// A null id is the empty tree below every chain (`FROM scratch`).
public final class Snapshots {
    Snapshots() {}

    /// A new tree over `parent`.
    public Draft draft(@Nullable SnapshotId parent) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The snapshot and those below it, newest first; empty for null.
    ///
    /// @throws CorruptStoreException if one of them is missing
    public List<SnapshotId> chain(@Nullable SnapshotId id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The `fs` folder of each of [#chain].
    public List<Path> folders(@Nullable SnapshotId id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The whole tree, merged, read-only; for the caller to close.
    public Dir open(@Nullable SnapshotId id) throws IOException {
        throw new UnsupportedOperationException();
    }
}
