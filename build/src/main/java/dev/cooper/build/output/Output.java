// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a build's result becomes.
public sealed interface Output {
    /// An image in the store.
    record Image(List<Reference> names) implements Output {
        public Image {
            names = List.copyOf(names);
        }
    }

    /// The files of the result in a folder of the host.
    record Folder(Path folder) implements Output {}

    /// The files of the result as a tar.
    record Tar(Sink sink) implements Output {}

    /// An OCI layout as a tar; a docker archive too, if `docker`.
    record Archive(Sink sink, boolean docker, Packing packing) implements Output {}

    /// An OCI layout in a folder, beside what it has.
    record Layout(Path folder, Packing packing) implements Output {}

    /// Nothing: the cache is all that is wanted.
    record Nothing() implements Output {}

    /// How an image is packed.
    ///
    /// @param names it goes by
    /// @param compression of its layers
    /// @param level in the codec's own scale
    /// @param annotations of the manifest
    /// @param descriptorAnnotations of the index's entry for it
    record Packing(
            List<Reference> names,
            Compression compression,
            int level,
            Map<String, String> annotations,
            Map<String, String> descriptorAnnotations) {
        public Packing {
            names = List.copyOf(names);
        }
    }
}
