// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.InputStream;
import java.nio.file.Path;

/// Where the files that `COPY` and `ADD` name come from.
public sealed interface BuildContext {
    /// A folder, read where it lies, `.dockerignore` honoured.
    record Folder(Path path) implements BuildContext {}

    /// A tar, plain or compressed, read to its end once. The caller closes the stream.
    record Tar(InputStream stream) implements BuildContext {}

    /// A git repository (`https://host/repo.git#ref:subdir`, `git@…`, `github.com/…`), or a tar or
    /// a Dockerfile on the web.
    record Remote(String url) implements BuildContext {}

    /// No files: every source of a `COPY` from the context is missing.
    record Empty() implements BuildContext {}
}
