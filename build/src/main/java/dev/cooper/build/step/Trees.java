// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.tree.FileFilter;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.store.SnapshotId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Trees as steps take them in.
final class Trees {
    private Trees() {}

    /// The snapshot to build upon.
    static @Nullable SnapshotId base(@Nullable Tree root) {
        return switch (root) {
            case Tree.Stored stored -> stored.snapshot();
            case Tree.Context _ ->
                    throw new IllegalArgumentException("a build context is no root file system");
            case null -> throw new IllegalArgumentException("a step without a root");
        };
    }

    /// The tree to copy from, for the caller to close.
    static SourceTree open(Workplace at, Tree tree) throws IOException {
        return switch (tree) {
            case Tree.Stored stored ->
                    new SourceTree(
                            at.store().snapshots().open(stored.snapshot()),
                            FileFilter.ALL,
                            true,
                            null);
            case Tree.Context context -> {
                SourceTree files = context.files();
                yield new SourceTree(
                        files.root().duplicate(),
                        files.filter(),
                        files.keepsOwners(),
                        files.digests());
            }
        };
    }
}
