// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;

/// A parsed Dockerfile: the whole language of DOCKERFILE.md 1.1 to 1.4, with nothing expanded and
/// nothing looked up. Immutable.
///
/// @param text the file
/// @param directives its head
/// @param globalArgs the `ARG`s before the first stage
/// @param stages at least one
/// @param warnings what parsing noticed
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable", "DoNotCallSuggester"})
public record Dockerfile(
        String text,
        Directives directives,
        List<Arg> globalArgs,
        List<Stage> stages,
        List<Warning> warnings) {
    /// Copies the lists.
    public Dockerfile {
        globalArgs = List.copyOf(globalArgs);
        stages = List.copyOf(stages);
        warnings = List.copyOf(warnings);
    }

    /// Parses a Dockerfile.
    ///
    /// @param text the file, decoded so that bytes that are not UTF-8 are the lone surrogates
    ///   U+DC80 to U+DCFF
    public static Dockerfile parse(String text) throws DockerfileException {
        throw new UnsupportedOperationException();
    }

    /// Parses what an image keeps of an `ONBUILD`, or a `--change` of `import` and `commit`: one
    /// instruction, no `FROM`.
    public static Instruction parseInstruction(String text) throws DockerfileException {
        throw new UnsupportedOperationException();
    }
}
