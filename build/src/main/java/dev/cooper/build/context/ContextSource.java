// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import java.io.InputStream;
import java.nio.file.Path;

/// What the files of a build come from.
public sealed interface ContextSource {
    /// A folder of the host's, read where it lies.
    record Folder(Path path) implements ContextSource {}

    /// A tar, plain or compressed; read to its end, closed by the caller.
    record Tar(InputStream stream) implements ContextSource {}

    /// No files.
    record Empty() implements ContextSource {}
}
