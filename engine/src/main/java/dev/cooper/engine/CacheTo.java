// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Reference;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Where a build's results are written to, so that an empty store elsewhere finds them
/// ([CacheFrom]). Layers of base images are left out: they come from where those come from.
///
/// @param all whether every step's result goes there, or only those that the image is made of
/// @param mounts whether the folders that steps share go there too
/// @param level in the codec's own scale; empty for the usual one
/// @param optional true if a build shall go well even if this doesn't
public record CacheTo(
        Place place,
        boolean all,
        boolean mounts,
        LayerCompression compression,
        OptionalInt level,
        boolean optional) {
    /// Where they go.
    public sealed interface Place {}

    /// An OCI layout, made if there is none; several builds may share one under different tags.
    ///
    /// @param tag what it is found by
    public record Folder(Path folder, String tag) implements Place {}

    /// A repository of a registry.
    ///
    /// @param reference with the tag that it is found by
    public record Registry(Reference reference) implements Place {}

    /// The image itself; what is found there are the steps that made its own layers.
    public record Inline() implements Place {}
}
