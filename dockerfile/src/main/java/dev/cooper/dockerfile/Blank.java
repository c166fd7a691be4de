// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

/// What parts words: Go's `unicode.IsSpace`, which has the no-break spaces that editors and web
/// pages leave in files, and has not the separators of ASCII that Java counts.
final class Blank {
    private Blank() {}

    static boolean is(char c) {
        return switch (c) {
            case ' ',
                    '\t',
                    '\n',
                    0x0b,
                    '\f',
                    '\r',
                    0x85,
                    0xa0,
                    0x1680,
                    0x2028,
                    0x2029,
                    0x202f,
                    0x205f,
                    0x3000 ->
                    true;
            default -> c >= 0x2000 && c <= 0x200a;
        };
    }

    /// How many blanks the text begins with.
    static int leading(String text) {
        int blanks = 0;
        while (blanks < text.length() && is(text.charAt(blanks))) {
            blanks++;
        }
        return blanks;
    }

    static String stripLeading(String text) {
        return text.substring(leading(text));
    }

    static String strip(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return stripLeading(text.substring(0, end));
    }
}
