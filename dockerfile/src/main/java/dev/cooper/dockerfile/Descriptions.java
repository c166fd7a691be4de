// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.List;
import java.util.Optional;

/// Reads the comments that describe stages and arguments: `# name what it is for`, directly above.
///
/// The directives at the head of a file are no comments, and an empty comment cuts off those above
/// it.
///
/// @param headLines how many lines the directives of the file take
public record Descriptions(int headLines) {
    /// The comments of an instruction, the file's directives left out.
    public List<String> all(Instruction instruction) {
        List<String> comments = instruction.comments();
        int first = instruction.range().firstLine() - comments.size();
        int directives = Math.clamp(headLines - first + 1L, 0, comments.size());
        return comments.subList(directives, comments.size());
    }

    /// Those that nothing parts from the instruction.
    public List<String> near(Instruction instruction) {
        List<String> comments = all(instruction);
        return comments.subList(comments.lastIndexOf("") + 1, comments.size());
    }

    /// What the comments say of a name.
    public Optional<String> of(Instruction instruction, String name) {
        String begin = name + " ";
        return near(instruction).stream()
                .filter(each -> each.startsWith(begin))
                .map(each -> each.substring(begin.length()))
                .findFirst();
    }
}
