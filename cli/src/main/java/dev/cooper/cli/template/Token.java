// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

/// A word of an action.
///
/// @param position characters before it in the template
/// @param spaced whether white space, or nothing, is before it
record Token(Kind kind, String text, int position, boolean spaced) {
    enum Kind {
        /// Literal text between actions.
        TEXT,
        /// Where an action begins and ends.
        OPEN,
        CLOSE,
        IDENTIFIER,
        /// `.Name`, its dot included.
        FIELD,
        DOT,
        /// `$name` or `$`.
        VARIABLE,
        STRING,
        NUMBER,
        CHARACTER,
        PIPE,
        LEFT,
        RIGHT,
        COMMA,
        DECLARE,
        ASSIGN,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }
}
