// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

/// Go's string literals: reading them, and writing them as `strconv.Quote` does.
public final class GoString {
    private GoString() {}

    /// The text that a literal with its quotes stands for; null if it is malformed.
    static @Nullable String unquote(String literal) {
        String body = literal.substring(1, literal.length() - 1);
        if (literal.charAt(0) == '`') {
            return body.replace("\r", "");
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (i == body.length()) {
                return null;
            }
            char escape = body.charAt(i++);
            int digits =
                    switch (escape) {
                        case 'x' -> 2;
                        case 'u' -> 4;
                        case 'U' -> 8;
                        default -> 0;
                    };
            if (digits > 0) {
                int code = hexadecimal(body, i, digits);
                if (code < 0 || !Character.isValidCodePoint(code)) {
                    return null;
                }
                out.appendCodePoint(code);
                i += digits;
                continue;
            }
            int plain = simple(escape, literal.charAt(0));
            if (plain < 0) {
                return null;
            }
            out.append((char) plain);
        }
        return out.toString();
    }

    private static int simple(char escape, char quote) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\' -> '\\';
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> 11;
            case '0' -> 0;
            default -> escape == quote ? quote : -1;
        };
    }

    private static int hexadecimal(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || code > 0x0fff_ffff) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    /// In double quotes, with what can't be printed escaped.
    public static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> quote(c, out));
        return out.append('"').toString();
    }

    private static void quote(int c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case 11 -> out.append("\\v");
            default -> {
                if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x80) {
                    out.append("\\x").append(hex(c, 2));
                } else {
                    out.append(c < 0x10000 ? "\\u" : "\\U").append(hex(c, c < 0x10000 ? 4 : 8));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        if (c < 0x80) {
            return c >= 0x20 && c < 0x7f;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static String hex(int c, int digits) {
        String hex = Integer.toHexString(c);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }
}
