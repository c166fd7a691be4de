// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import java.nio.file.Path;

/// Which Dockerfile a build has.
public sealed interface DockerfileChoice {
    /// `Dockerfile`, or `dockerfile`, at the context's root.
    record Default() implements DockerfileChoice {}

    /// A path: of the host where the context is a folder, of the archive where it is one.
    record At(Path path) implements DockerfileChoice {}

    /// The text itself.
    record Text(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, String name)
            implements DockerfileChoice {}
}
