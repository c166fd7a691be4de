// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.nio.file.Path;

/// Where the Dockerfile comes from.
public sealed interface DockerfileSource {
    /// `Dockerfile` at the root of the context, or `dockerfile` where that is missing.
    record Default() implements DockerfileSource {}

    /// A path as typed after `-f`: looked up on the host for a folder context; inside the context
    /// for others, and where that has none and the path is absolute, on the host.
    record At(Path path) implements DockerfileSource {}

    /// A file behind an http or https URL.
    record Remote(String url) implements DockerfileSource {}

    /// The text itself, as bytes; `name` is what errors call it.
    @SuppressWarnings("ArrayRecordComponent")
    record Text(byte[] bytes, String name) implements DockerfileSource {}
}
