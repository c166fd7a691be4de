// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What the caller lends to single steps of a build (`--secret`, `--ssh`). Neither values nor paths
/// ever get into a key, a record, a log or an exception. For any number of threads.
public interface Secrets {
    /// Lends nothing.
    Secrets NONE =
            new Secrets() {
                @Override
                public Optional<byte[]> secret(String id) {
                    return Optional.empty();
                }

                @Override
                public Optional<Path> agent(String id) {
                    return Optional.empty();
                }
            };

    /// The value of a secret, read when a step asks for it; empty if the build was given none.
    Optional<byte[]> secret(String id) throws IOException;

    /// The socket of an SSH agent; empty if the build was given none.
    Optional<Path> agent(String id);
}
