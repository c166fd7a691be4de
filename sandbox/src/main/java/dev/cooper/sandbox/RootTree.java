// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.nio.file.Path;
import java.util.List;

/// The root file system of a sandbox: an overlay, or a folder as it is.
///
/// @param lowersNewestFirst the folders below; none makes `upper` itself the root
/// @param upper what is written lands here
/// @param work overlay's own folder, on the file system of `upper`
/// @param passing whether nobody needs what is written on the disk before the caller has brought it
///   there: the program's own fsync(2) does nothing then, and its end waits for no disk
public record RootTree(List<Path> lowersNewestFirst, Path upper, Path work, boolean passing) {
    public RootTree {
        lowersNewestFirst = List.copyOf(lowersNewestFirst);
    }

    public RootTree(List<Path> lowersNewestFirst, Path upper, Path work) {
        this(lowersNewestFirst, upper, work, false);
    }
}
