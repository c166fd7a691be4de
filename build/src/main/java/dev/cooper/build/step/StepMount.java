// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import java.util.OptionalLong;

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
}
