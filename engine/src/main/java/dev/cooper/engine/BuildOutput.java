// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Reference;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What becomes of a build's result. A build that is told of none makes an image in the store.
public sealed interface BuildOutput {
    /// An image in the store, under the request's tags and these names.
    record Image(List<Reference> names) implements BuildOutput {
        public Image {
            names = List.copyOf(names);
        }
    }

    /// The files of the result in a folder, which is made if it isn't there. What the folder has
    /// and the result hasn't stays; links in it are replaced, never followed. The files belong to
    /// whoever runs this.
    record Folder(Path folder) implements BuildOutput {}

    /// The files of the result as a tar.
    record Tar(Target target) implements BuildOutput {}

    /// An OCI layout as a tar, which is a docker archive too if `docker`.
    record Archive(Target target, boolean docker, Packing packing) implements BuildOutput {}

    /// An OCI layout in a folder; other images that it has stay.
    record Layout(Path folder, Packing packing) implements BuildOutput {}

    /// Nothing: only the cache is filled.
    record CacheOnly() implements BuildOutput {}

    /// Where an archive goes to.
    sealed interface Target {
        /// A file: there is the old one or the whole new one.
        record File(Path path) implements Target {}

        /// A stream, which stays open.
        record Stream(OutputStream stream) implements Target {}
    }

    /// How an image is packed.
    ///
    /// @param names it goes by, besides the request's tags
    /// @param level of the compression, in the codec's own scale; empty for the usual one
    /// @param annotations of the manifest
    /// @param descriptorAnnotations of the index's entry for it
    record Packing(
            List<Reference> names,
            LayerCompression compression,
            OptionalInt level,
            Map<String, String> annotations,
            Map<String, String> descriptorAnnotations) {
        public Packing {
            names = List.copyOf(names);
            annotations = Map.copyOf(annotations);
            descriptorAnnotations = Map.copyOf(descriptorAnnotations);
        }
    }
}
