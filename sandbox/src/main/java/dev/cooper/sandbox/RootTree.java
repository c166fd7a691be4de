// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.nio.file.Path;
import java.util.List;

/// The root file system of a sandbox: an overlay, or a folder as it is.
///
/// @param lowersNewestFirst the folders below; none makes `upper` itself the root
/// @param upper what is written lands here
/// @param work overlay's own folder, on the file system of `upper`
public record RootTree(List<Path> lowersNewestFirst, Path upper, Path work) {
    public RootTree {
        lowersNewestFirst = List.copyOf(lowersNewestFirst);
    }
}
