// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Compression;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalInt;

/// An image to write as an OCI layout, and how its layers are to be compressed.
///
/// @param image a name
/// @param compression none, gzip or zstd
/// @param level 1 to 9 for gzip (6 by default), 1 to 19 for zstd (3)
public record ConvertRequest(
        String image, Target target, Compression compression, OptionalInt level) {
    /// Where to.
    public sealed interface Target {
        /// A folder: a layout, which the image is put into in place of another of its tag; or
        /// empty, or not there.
        record Folder(Path path) implements Target {}

        /// A tar; the stream is not closed.
        record Archive(OutputStream out) implements Target {}
    }

    /// @throws CooperException.InvalidInput if layers can't have this compression or level
    public ConvertRequest {
        int most =
                switch (compression) {
                    case NONE -> 0;
                    case GZIP -> 9;
                    case ZSTD -> 19;
                    case BZIP2, XZ ->
                            throw new CooperException.InvalidInput(
                                    "layers can't be compressed with " + compression);
                };
        if (level.isPresent() && (level.getAsInt() < 1 || level.getAsInt() > most)) {
            throw new CooperException.InvalidInput(
                    most == 0
                            ? "layers that aren't compressed have no level"
                            : "a level of " + level.getAsInt() + ": it must be from 1 to " + most);
        }
    }

    int levelOrDefault() {
        return level.orElse(
                switch (compression) {
                    case GZIP -> 6;
                    case ZSTD -> 3;
                    case NONE, BZIP2, XZ -> 0;
                });
    }
}
