// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Overlay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// An upper directory over a chain of snapshots: a step's or a container's root file system.
///
/// Without a chain (`FROM scratch`) the upper directory is the whole tree and no overlay is needed.
///
/// @param lowersNewestFirst the `fs` folders of the chain; empty for a tree of its own
/// @param upper what is written lands here; its mode and owner are those of the chain's root
/// @param work overlay's own folder, on the same file system
/// @param passing whether what is written needs no care of its own: it is brought to the disk
///   later, with all else that the store wants there
public record WritableTree(List<Path> lowersNewestFirst, Path upper, Path work, boolean passing) {
    public WritableTree {
        lowersNewestFirst = List.copyOf(lowersNewestFirst);
    }

    /// A merged view to read and write, for the caller to close. No sandbox may have the tree
    /// mounted meanwhile: overlayfs wants an upper directory for itself.
    public Dir merged() throws IOException {
        if (lowersNewestFirst.isEmpty()) {
            return Dir.open(upper);
        }
        return passing
                ? Overlay.mountVolatile(lowersNewestFirst, upper, Overlay.work(work))
                : Overlay.mount(lowersNewestFirst, upper, work);
    }
}
