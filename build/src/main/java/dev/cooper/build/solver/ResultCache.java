// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import dev.cooper.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where results are remembered between builds. Safe for threads and processes; a damaged or
/// vanished entry is a miss.
public interface ResultCache<R> {
    /// @param key the step's own key, which differs from the key asked for when that was a
    ///   definition key
    /// @param result null for one that must be brought here first ([#fetch])
    record Hit<R>(Digest key, @Nullable R result, Instant created) {}

    Optional<Hit<R>> find(Digest key) throws IOException;

    /// The result of a hit; called only if somebody needs it.
    ///
    /// @return empty if it can't be had after all, which makes the hit a miss
    default Optional<R> fetch(Hit<R> hit) throws IOException, InterruptedException {
        return Optional.ofNullable(hit.result());
    }

    /// Remembers `hit` under `key`; the last one wins.
    void put(Digest key, Hit<R> hit, String detail) throws IOException;

    /// Remembers what a step read of its sources, to explain later misses by.
    ///
    /// @param key the step's own
    default void putContents(Digest key, List<Content> contents) throws IOException {}

    /// Held while a step with this key is looked for and made, so that equal steps of any process
    /// run once.
    Lock lock(Digest key) throws IOException;

    /// Closing gives it back.
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
