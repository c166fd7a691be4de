// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Where results are remembered between builds. Safe for threads and processes; a damaged or
/// vanished entry is a miss.
public interface ResultCache<R> {
    /// @param key the step's own key, which differs from the key asked for when that was a
    ///   definition key
    record Hit<R>(Digest key, R result, Instant created) {}

    Optional<Hit<R>> find(Digest key) throws IOException;

    /// Remembers `hit` under `key`; the last one wins.
    void put(Digest key, Hit<R> hit, String detail) throws IOException;

    /// Held while a step with this key is looked for and made, so that equal steps of any process
    /// run once.
    Lock lock(Digest key) throws IOException;

    /// Closing gives it back.
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
