// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Something that a process sees at a place where its root file system has something else, or
/// nothing. A place that isn't there is made for the run and taken away afterwards, if it is still
/// empty, with its parent's time as it was.
public sealed interface SandboxMount {
    /// Where it is seen: absolute, resolved inside the root file system.
    Name target();

    /// A file or folder of the host's.
    record Bind(Path source, Name target, boolean readOnly) implements SandboxMount {}

    /// Files of a chain of trees. What is written is lost with the sandbox.
    ///
    /// @param lowersNewestFirst at least one
    /// @param source the path in the merged tree, resolved inside it; empty for all of it
    record Tree(List<Path> lowersNewestFirst, Name source, Name target, boolean readOnly)
            implements SandboxMount {}

    /// Memory, empty at first.
    ///
    /// @param size limit in bytes
    record Tmpfs(Name target, OptionalLong size, int mode) implements SandboxMount {}
}
