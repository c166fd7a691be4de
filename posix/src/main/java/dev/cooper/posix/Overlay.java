// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Merged views.
public final class Overlay {
    private Overlay() {}

    public static Dir mount(List<Path> lowersNewestFirst, @Nullable Path upper, @Nullable Path work)
            throws PosixException {
        return Unfinished.call();
    }
}
