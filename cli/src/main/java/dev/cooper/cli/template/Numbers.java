// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

/// Go's number literals.
final class Numbers {
    private Numbers() {}

    /// Null if it is none.
    static @Nullable Value parse(String literal) {
        String text = literal.replace("_", "");
        try {
            return Value.of(whole(text));
        } catch (NumberFormatException e) {
            return real(text);
        }
    }

    private static long whole(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix =
                    switch (digits.charAt(1)) {
                        case 'x', 'X' -> 16;
                        case 'b', 'B' -> 2;
                        default -> 8;
                    };
            boolean marked = radix != 8 || Character.toLowerCase(digits.charAt(1)) == 'o';
            digits = digits.substring(marked ? 2 : 1);
        }
        return Long.parseLong((negative ? "-" : "") + digits, radix);
    }

    private static @Nullable Value real(String text) {
        char last = text.charAt(text.length() - 1);
        if (Character.isLetter(last)) {
            // Java takes 1f and 1d; Go doesn't.
            return null;
        }
        try {
            return new Value.Real(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
