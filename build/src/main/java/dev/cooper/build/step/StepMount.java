// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.dockerfile.RunMount;
import dev.cooper.store.CacheFolders;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A mount of a `RUN`, its target absolute.
public sealed interface StepMount {
    String target();

    /// What of it belongs to the key.
    String describe();

    /// Files of another vertex; what is written is lost.
    ///
    /// @param source which of the step's sources
    /// @param path in the source's tree; empty for all of it
    record Bind(int source, String path, String target, boolean readOnly) implements StepMount {
        @Override
        public String describe() {
            return "bind " + source + ' ' + path + ' ' + target + (readOnly ? " ro" : " rw");
        }
    }

    /// Memory.
    record Tmpfs(String target, OptionalLong size) implements StepMount {
        @Override
        public String describe() {
            return "tmpfs " + target + (size.isPresent() ? " " + size.getAsLong() : "");
        }
    }

    /// A folder that outlives the step. What tells caches apart is no part of the key, nor is what
    /// is in them.
    ///
    /// @param id what tells caches apart
    /// @param source which of the step's sources seeds a new one; -1 for none
    /// @param path of the seed in the source's tree; empty for all of it
    /// @param attributes mode and owner of a new one
    record Cache(
            String target,
            String id,
            int source,
            String path,
            CacheFolders.Sharing sharing,
            boolean readOnly,
            RunMount.FileAttributes attributes)
            implements StepMount {
        @Override
        public String describe() {
            return "cache " + target + " from " + source + ' ' + path + (readOnly ? " ro" : " rw");
        }
    }

    /// A program out of the Dockerfile: a here-document that begins with `#!`.
    record Script(String target, String content) implements StepMount {
        @Override
        public String describe() {
            return "script " + target + ' ' + content;
        }
    }

    /// A secret of the build's, as a file, a variable or both. Its value is no part of the key.
    ///
    /// @param target empty for a variable alone
    /// @param variable null for a file alone
    record Secret(
            String target,
            String id,
            @Nullable String variable,
            boolean required,
            int mode,
            int uid,
            int gid)
            implements StepMount {
        @Override
        public String describe() {
            return "secret " + id + " at " + target + (variable == null ? "" : " as " + variable);
        }
    }

    /// The socket of an SSH agent.
    record Ssh(String target, String id, boolean required, int mode, int uid, int gid)
            implements StepMount {
        @Override
        public String describe() {
            return "ssh " + id + " at " + target;
        }
    }
}
