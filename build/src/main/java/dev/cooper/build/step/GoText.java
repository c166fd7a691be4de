// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import java.util.Collection;
import java.util.stream.Collectors;

/// Text as Go prints it: histories and errors that people and scanners know are made of it.
public final class GoText {
    private GoText() {}

    /// `%q` of a string.
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(escaped(c)));
        return quoted.append('"').toString();
    }

    /// `%q` of a slice of strings.
    public static String quoted(Collection<String> words) {
        return words.stream().map(GoText::quoted).collect(Collectors.joining(" ", "[", "]"));
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case 0x07 -> "\\a";
            case 0x08 -> "\\b";
            case 0x0b -> "\\v";
            case 0x0c -> "\\f";
            default -> {
                // A byte that isn't UTF-8 stands as a lone surrogate (names are bytes).
                if (c >= 0xdc80 && c <= 0xdcff) {
                    yield "\\x%02x".formatted(c - 0xdc00);
                }
                yield c < 0x20 || c == 0x7f ? "\\x%02x".formatted(c) : Character.toString(c);
            }
        };
    }
}
