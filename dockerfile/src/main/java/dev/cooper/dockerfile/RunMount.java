// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A mount that a `RUN` step asks for (docs/dockerfile.md), its variables expanded.
public sealed interface RunMount {
    /// Where the program sees it, as written: relative ones are below the working directory; `""`
    /// if not given.
    String target();

    /// Whether the program may not write.
    boolean readOnly();

    /// Files of the context, a stage, an image or a named context; what is written is lost.
    ///
    /// @param from whose files, or null for the context
    /// @param source the path there; `""` is its root
    record Bind(String target, @Nullable String from, String source, boolean readOnly)
            implements RunMount {}

    /// A directory that outlives the step.
    ///
    /// @param id what tells caches apart; the target in its shortest form if not given
    /// @param from whose files seed an empty cache, or null
    /// @param source the path there; `""` is its root
    /// @param sharing what happens when two steps want it at once
    record Cache(
            String target,
            String id,
            @Nullable String from,
            String source,
            Sharing sharing,
            boolean readOnly,
            FileAttributes attributes)
            implements RunMount {}

    /// Memory.
    ///
    /// @param size the limit in bytes, if given
    record Tmpfs(String target, OptionalLong size, boolean readOnly) implements RunMount {}

    /// A secret given to the build, as a file, a variable or both.
    ///
    /// @param target where to put the file; `""` if it is a variable only
    /// @param id the secret's name
    /// @param variable the environment variable to set, or null
    /// @param required whether it is an error that the build was not given it
    record Secret(
            String target,
            String id,
            @Nullable String variable,
            boolean required,
            boolean readOnly,
            FileAttributes attributes)
            implements RunMount {}

    /// The socket of an SSH agent.
    ///
    /// @param target where to put the socket; `""` if not given
    /// @param id the agent's name, `default` if not given
    /// @param required whether it is an error that the build was not given it
    record Ssh(
            String target, String id, boolean required, boolean readOnly, FileAttributes attributes)
            implements RunMount {}

    /// How steps share a cache.
    enum Sharing {
        /// All use it at once.
        SHARED,
        /// Each gets one of its own.
        PRIVATE,
        /// One waits for the other.
        LOCKED
    }

    /// Mode and owner of what is made, where given.
    record FileAttributes(OptionalInt mode, OptionalInt uid, OptionalInt gid) {}
}
