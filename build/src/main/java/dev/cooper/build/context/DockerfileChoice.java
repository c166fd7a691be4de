// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import java.net.URI;
import java.nio.file.Path;

/// Which Dockerfile a build has.
public sealed interface DockerfileChoice {
    /// `Dockerfile`, or `dockerfile`, at the context's root.
    record Default() implements DockerfileChoice {}

    /// A path: of the host where the context is a folder; else in the context, or, where that has
    /// none and the path is absolute, of the host.
    record At(Path path) implements DockerfileChoice {}

    /// A file on the web, whatever the context is.
    record Web(URI url) implements DockerfileChoice {}

    /// The text itself.
    record Text(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, String name)
            implements DockerfileChoice {}
}
