// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.store.StoredContainer;
import java.io.IOException;

/// `docker cp`: opens the tree of a container for a moment.
///
/// A container that runs is refused: nothing of a tree is looked up while programs in it can change
/// it, and its overlay belongs to its sandbox. While a copy goes on the container can't be started.
final class ContainerCopy {
    private final ContainerLookup lookup;

    ContainerCopy(ContainerLookup lookup) {
        this.lookup = lookup;
    }

    /// Work in a container's tree.
    @FunctionalInterface
    interface Work {
        void in(ContainerTree tree) throws IOException;
    }

    void inTree(String name, Work work) throws IOException, InterruptedException {
        StoredContainer container = lookup.find(name);
        try (LockFile _ = lookup.lock(container, name, () -> runs(name));
                Dir root = container.tree().merged()) {
            work.in(new ContainerTree(root, name));
        }
    }

    private static CooperException runs(String name) {
        return new CooperException.Conflict(
                "container " + name + " is running: files can be copied once it has ended");
    }
}
