// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.Instruction;
import java.util.Locale;

/// The keywords of instructions as they were written.
final class Keywords {
    private Keywords() {}

    static String written(Instruction instruction) {
        String text = instruction.original();
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /// The `AS` of a `FROM` that names its stage.
    static String as(From from, String alias) {
        String text = from.original();
        String before = text.substring(0, text.length() - alias.length()).stripTrailing();
        return before.substring(before.length() - "as".length());
    }

    static boolean isLower(String keyword) {
        return keyword.equals(keyword.toLowerCase(Locale.ROOT));
    }

    static boolean isUpper(String keyword) {
        return keyword.equals(keyword.toUpperCase(Locale.ROOT));
    }
}
