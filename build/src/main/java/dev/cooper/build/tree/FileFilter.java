// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.Name;
import org.jspecify.annotations.Nullable;

/// Which files of a tree count. Paths are relative, link-free and without a leading slash; the
/// tree's root is always included.
public interface FileFilter {
    FileFilter ALL =
            new FileFilter() {
                @Override
                public boolean includes(Name path) {
                    return true;
                }

                @Override
                public boolean mayHoldIncluded(Name directory) {
                    return true;
                }

                @Override
                public @Nullable String reason(Name path) {
                    return null;
                }
            };

    boolean includes(Name path);

    /// Whether a folder must be walked: it is included, or something below it may be.
    boolean mayHoldIncluded(Name directory);

    /// Why a path isn't included, for people: `.dockerignore line 3: *.log`. Null if it is.
    @Nullable String reason(Name path);
}
