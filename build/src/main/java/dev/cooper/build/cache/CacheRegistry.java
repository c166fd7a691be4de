// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Reference;
import java.io.IOException;

/// The way to caches in registries. Safe for any number of threads.
@FunctionalInterface
public interface CacheRegistry {
    /// There are no registries.
    CacheRegistry NONE =
            reference -> {
                throw new IOException("there is no registry to ask for " + reference);
            };

    /// A repository with a tag, or a digest to read from. Nothing is asked yet.
    CachePlace at(Reference reference) throws IOException;
}
