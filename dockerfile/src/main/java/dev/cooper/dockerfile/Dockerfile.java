// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// A parsed Dockerfile: the whole language (docs/dockerfile.md), with nothing expanded and nothing
/// looked up. Immutable.
///
/// @param text the file
/// @param directives its head
/// @param globalArgs the `ARG`s before the first stage
/// @param stages at least one
/// @param warnings what parsing noticed
public record Dockerfile(
        String text,
        Directives directives,
        List<Arg> globalArgs,
        List<Stage> stages,
        List<Warning> warnings) {
    private static final int MOST_INSTRUCTIONS = 250_000;

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
        return parse(text, new ParseListener() {});
    }

    /// As [#parse(String)], telling a listener of everything as it is understood: also of what
    /// comes before a mistake.
    public static Dockerfile parse(String text, ParseListener listener) throws DockerfileException {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Directives directives = DirectiveReader.read(plain);
        listener.directives(directives);
        List<Warning> warnings = new ArrayList<>();
        LineReader reader = new LineReader(plain, directives.escape(), warnings);
        List<LogicalLine> lines = new ArrayList<>();
        for (LogicalLine line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
            if (lines.size() > MOST_INSTRUCTIONS) {
                throw line.error("more than " + MOST_INSTRUCTIONS + " instructions");
            }
        }
        warnings.forEach(listener::warning);
        InstructionParser parser = new InstructionParser(directives.escape());
        StageList stages = new StageList();
        for (LogicalLine line : lines) {
            Instruction instruction = parser.parse(line);
            listener.instruction(instruction);
            stages.add(line, instruction);
        }
        return new Dockerfile(plain, directives, stages.globalArgs(), stages.all(), warnings);
    }

    /// Parses what an image keeps of an `ONBUILD`, or a `--change` of `import` and `commit`: one
    /// instruction, no `FROM`.
    public static Instruction parseInstruction(String text) throws DockerfileException {
        LogicalLine line = new LineReader(text, '\\', new ArrayList<>()).next();
        if (line == null) {
            throw new DockerfileException("file with no instructions", List.of());
        }
        Instruction instruction = new InstructionParser('\\').parse(line);
        if (instruction instanceof From) {
            throw line.error("FROM is not allowed here");
        }
        return instruction;
    }
}
