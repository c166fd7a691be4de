// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.InputStream;
import java.nio.file.Path;

/// Where images to load are: a docker archive (`docker save`), or an OCI image layout as a tar or
/// as a folder. Tars may be compressed with gzip, zstd, xz or bzip2; which of it it is shows
/// itself.
public sealed interface ImageSource {
    /// A tar, read to its end. The caller closes the stream.
    record Stream(InputStream tar) implements ImageSource {}

    /// A file, or the folder of a layout.
    record At(Path path) implements ImageSource {}
}
