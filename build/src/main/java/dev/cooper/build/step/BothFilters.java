// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.tree.FileFilter;
import dev.cooper.posix.Name;
import org.jspecify.annotations.Nullable;

/// What two filters both include.
record BothFilters(FileFilter first, FileFilter second) implements FileFilter {
    @Override
    public boolean includes(Name path) {
        return first.includes(path) && second.includes(path);
    }

    @Override
    public boolean mayHoldIncluded(Name directory) {
        return first.mayHoldIncluded(directory) && second.mayHoldIncluded(directory);
    }

    @Override
    public @Nullable String reason(Name path) {
        String reason = first.reason(path);
        return reason == null ? second.reason(path) : reason;
    }
}
