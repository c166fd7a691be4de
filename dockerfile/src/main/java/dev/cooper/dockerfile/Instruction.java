// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// One instruction of a Dockerfile, with its words as written: variables are expanded by whoever
/// runs it, because what they stand for depends on what ran before. docs/dockerfile.md is the table
/// of them.
public sealed interface Instruction
        permits From,
                Arg,
                Run,
                Copy,
                Add,
                Env,
                Label,
                Workdir,
                User,
                Expose,
                Volume,
                Cmd,
                Entrypoint,
                HealthcheckInstruction,
                Shell,
                StopSignal,
                Maintainer,
                OnBuild {

    /// Where it stands and how it was written.
    Origin origin();

    /// Its name in capitals, such as `COPY`.
    String keyword();

    /// Its lines.
    default SourceRange range() {
        return origin().range();
    }

    /// Its text with continuation lines joined, as history and progress show it.
    default String original() {
        return origin().original();
    }

    /// The text of the comment lines directly above, without the `#`.
    default List<String> comments() {
        return origin().comments();
    }
}
