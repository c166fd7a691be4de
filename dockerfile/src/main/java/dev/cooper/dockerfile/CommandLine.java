// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// What `RUN`, `CMD`, `ENTRYPOINT` and `HEALTHCHECK CMD` are given. Variables in it are left to the
/// shell.
public sealed interface CommandLine {
    /// Text for the shell that `SHELL` names. An invalid JSON array ends here too.
    ///
    /// @param text as written, continuation lines joined; `""` where the instruction has no text
    record Shell(String text) implements CommandLine {}

    /// A JSON array: run without a shell.
    ///
    /// @param arguments may be empty
    record Exec(List<String> arguments) implements CommandLine {
        /// Copies the list.
        public Exec {
            arguments = List.copyOf(arguments);
        }
    }
}
