// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;

/// An exported cache to look results up in.
///
/// @param mounts whether shared folders come along
public record CacheSource(Place place, boolean mounts) {
    /// Where it is.
    public sealed interface Place {
        /// An OCI layout (`--cache-from type=local`).
        ///
        /// @param name a tag of the layout's index, or a digest `sha256:…`
        record Folder(Path folder, String name) implements Place {}

        /// A cache, or an image with one inside, in a registry (`type=registry`).
        record Registry(Reference reference) implements Place {}
    }

    /// For messages.
    public String name() {
        return switch (place) {
            case Place.Folder folder -> folder.folder().toString();
            case Place.Registry(Reference reference) -> reference.toString();
        };
    }

    /// That there is none.
    String nothing() {
        return switch (place) {
            case Place.Folder(Path folder, String name) -> folder + " has no cache " + name;
            case Place.Registry(Reference reference) -> "there is no cache in " + reference;
        };
    }

    CachePlace open(CacheRegistry registry) throws IOException {
        return switch (place) {
            case Place.Folder(Path folder, String name) -> CacheFolder.open(folder, name);
            case Place.Registry(Reference reference) -> registry.at(reference);
        };
    }
}
