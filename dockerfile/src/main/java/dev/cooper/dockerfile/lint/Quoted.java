// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

/// Text in quotes, as Go's `%q` prints it.
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(each -> quoted.append(escaped(each)));
        return quoted.append('"').toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                // A lone surrogate is a byte that was no UTF-8.
                if (c >= 0xdc80 && c <= 0xdcff) {
                    yield "\\x%02x".formatted(c - 0xdc00);
                }
                yield Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c);
            }
        };
    }
}
