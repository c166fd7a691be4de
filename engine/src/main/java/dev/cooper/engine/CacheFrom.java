// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Reference;
import java.nio.file.Path;

/// Results of earlier builds, perhaps of another machine, that a build looks in besides its store.
/// What isn't there, or is damaged, is told of and done without.
public sealed interface CacheFrom {
    /// Whether folders that steps share (`RUN --mount=type=cache`) are taken too, where the store
    /// has none of that name.
    boolean mounts();

    /// @param folder an OCI layout that [CacheTo.Folder] wrote
    /// @param name the tag it was written under, or the manifest's digest
    record Folder(Path folder, String name, boolean mounts) implements CacheFrom {}

    /// What [CacheTo.Registry] wrote, or an image that was built with [CacheTo.Inline].
    ///
    /// @param reference with a tag or a digest
    record Registry(Reference reference, boolean mounts) implements CacheFrom {}
}
