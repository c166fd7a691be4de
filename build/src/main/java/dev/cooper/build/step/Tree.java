// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.tree.SourceTree;
import dev.cooper.store.SnapshotId;
import org.jspecify.annotations.Nullable;

/// What a vertex yields: files.
public sealed interface Tree {
    /// A tree of the store; null is the empty one.
    record Stored(@Nullable SnapshotId snapshot) implements Tree {}

    /// The build context, read where it lies. Open as long as the build runs.
    record Context(SourceTree files, ContextReading reading) implements Tree {}
}
