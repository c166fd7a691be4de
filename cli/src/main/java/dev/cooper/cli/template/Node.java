// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a parsed template.
sealed interface Node {
    record Text(String text) implements Node {}

    /// `{{pipeline}}`.
    record Action(Pipe pipe) implements Node {}

    record If(Pipe pipe, List<Node> then, List<Node> otherwise) implements Node {}

    record With(Pipe pipe, List<Node> then, List<Node> otherwise) implements Node {}

    record Range(Pipe pipe, List<Node> each, List<Node> otherwise) implements Node {}

    /// Commands, each given the result of the one before as its last argument.
    ///
    /// @param declared variables that take the result; two of them only in `range`
    /// @param assigns `=` instead of `:=`
    record Pipe(int position, List<String> declared, boolean assigns, List<Command> commands) {}

    /// @param text as typed, for errors
    record Command(int position, String text, List<Operand> words) {}

    /// A word of a command.
    sealed interface Operand {
        int position();

        /// As typed, for errors.
        String text();

        record Dot(int position) implements Operand {
            @Override
            public String text() {
                return ".";
            }
        }

        record NilWord(int position) implements Operand {
            @Override
            public String text() {
                return "nil";
            }
        }

        record Literal(int position, String text, Value value) implements Operand {}

        record Function(int position, String text) implements Operand {}

        /// `.A.B` (of dot), `$x.A` and `(…).A`: fields of something.
        ///
        /// @param of null for dot
        record Fields(int position, String text, @Nullable Operand of, List<String> names)
                implements Operand {}

        record Variable(int position, String text) implements Operand {}

        record Parentheses(int position, String text, Pipe pipe) implements Operand {}
    }
}
