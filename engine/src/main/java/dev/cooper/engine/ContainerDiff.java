// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Overlay;
import dev.cooper.store.LayerWalk;
import dev.cooper.store.StoredContainer;
import dev.cooper.store.TreeChanges;
import dev.cooper.store.WritableTree;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `docker diff`: looks at what a container's upper directory has, not at the merged tree, which
/// belongs to its programs while they run.
final class ContainerDiff {
    private ContainerDiff() {}

    static List<ContainerChange> of(StoredContainer container)
            throws IOException, InterruptedException {
        WritableTree tree = container.tree();
        try (Dir own = Dir.open(tree.upper());
                Dir below = below(tree)) {
            return TreeChanges.of(own, below).stream()
                    .map(each -> new ContainerChange("/" + each.path().text(), kind(each.kind())))
                    .toList();
        }
    }

    private static @Nullable Dir below(WritableTree tree) throws IOException {
        return tree.lowersNewestFirst().isEmpty()
                ? null
                : Overlay.mount(tree.lowersNewestFirst(), null, null);
    }

    private static FileChange.Kind kind(LayerWalk.Change change) {
        return switch (change) {
            case ADDED -> FileChange.Kind.ADDED;
            case CHANGED, SAME -> FileChange.Kind.CHANGED;
            case DELETED -> FileChange.Kind.DELETED;
        };
    }
}
