// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;

/// Where to export a build's results to.
///
/// @param all every step's result (`mode=max`), or only those of the image's own layers
/// @param mounts whether the folders that steps shared go along
/// @param compression of layers
/// @param level in the codec's own scale
/// @param optional whether a failure is no failure of the build
public record CacheTarget(
        Place place,
        boolean all,
        boolean mounts,
        Compression compression,
        int level,
        boolean optional) {
    /// Where it goes.
    public sealed interface Place {
        /// An OCI layout, made if there is none (`--cache-to type=local`).
        ///
        /// @param tag in the layout's index
        record Folder(Path folder, String tag) implements Place {}

        /// A repository's tag (`type=registry`).
        record Registry(Reference reference) implements Place {}

        /// The image's own configuration (`type=inline`); its layers are the image's.
        record Inline() implements Place {}
    }

    CachePlace create(CacheRegistry registry) throws IOException {
        return switch (place) {
            case Place.Folder(Path folder, String tag) -> CacheFolder.create(folder, tag);
            case Place.Registry(Reference reference) -> registry.at(reference);
            case Place.Inline _ ->
                    throw new IllegalStateException("an inline cache is in the image");
        };
    }

    /// For messages.
    public String name() {
        return switch (place) {
            case Place.Folder folder -> folder.folder().toString();
            case Place.Registry(Reference reference) -> reference.toString();
            case Place.Inline _ -> "the image";
        };
    }

    /// What docker calls its kind.
    public String kind() {
        return switch (place) {
            case Place.Folder _ -> "client directory";
            case Place.Registry _ -> "registry";
            case Place.Inline _ -> "inline";
        };
    }

    /// Whether it is in the image, and not beside it.
    public boolean inline() {
        return place instanceof Place.Inline;
    }
}
