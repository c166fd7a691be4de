// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

/// Texts that came from elsewhere, as people may see them.
final class Shown {
    private Shown() {}

    /// At most `most` characters, control characters and marks that turn text around escaped.
    static String text(String raw, int most) {
        StringBuilder out = new StringBuilder(Math.min(raw.length(), most) + 16);
        raw.codePoints()
                .limit(most)
                .forEach(c -> {
                    if (isHidden(c)) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return raw.codePointCount(0, raw.length()) > most
                ? out.append('…').toString()
                : out.toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE ->
                    true;
            default -> false;
        };
    }
}
