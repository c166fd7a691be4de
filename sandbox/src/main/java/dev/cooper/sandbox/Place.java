// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import org.jspecify.annotations.Nullable;

/// Where a path leads in a [RootView].
///
/// @param real the path without links, as far as there is anything, and then what is missing
/// @param existing the part of `real` that is there
/// @param stat of what is there; null if something is missing, or nothing can be known from here
record Place(Layer layer, Name real, Name existing, @Nullable Stat stat) {
    boolean isMissing() {
        return !real.equals(existing);
    }

    /// For messages.
    String absolute() {
        return "/" + real;
    }
}
