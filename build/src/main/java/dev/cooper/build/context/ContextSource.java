// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import dev.cooper.build.remote.GitRef;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;

/// What the files of a build come from.
public sealed interface ContextSource {
    /// A folder of the host's, read where it lies.
    record Folder(Path path) implements ContextSource {}

    /// A tar, plain or compressed; read to its end, closed by the caller.
    record Tar(InputStream stream) implements ContextSource {}

    /// A git repository's files.
    record Git(GitRef ref) implements ContextSource {}

    /// What a URL gives: an archive, or a Dockerfile that needs no files.
    record Web(URI url) implements ContextSource {}

    /// No files.
    record Empty() implements ContextSource {}
}
