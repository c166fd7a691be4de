// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

/// Text in a terminal's cells.
public final class Text {
    private Text() {}

    /// Cells that a text takes.
    public static int width(CharSequence text) {
        return text.codePoints().map(Text::width).sum();
    }

    /// 0 for what joins the character before it, 2 for the wide ones of East Asia and for pictures.
    static int width(int c) {
        if (c < 0x300) {
            return c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0 : 1;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1f64f)
                || (c >= 0x1f900 && c <= 0x1f9ff)
                || (c >= 0x20000 && c <= 0x3fffd);
    }

    /// At most `most` cells of it, with `…` as the last where something was cut.
    public static String ellipsis(String text, int most) {
        return width(text) <= most ? text : cut(text, most - 1) + "…";
    }

    /// As much of its start as goes into `most` cells.
    public static String cut(String text, int most) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            used += width(c);
            if (used > most) {
                break;
            }
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }

    /// Without what a terminal would obey: escape sequences go, other control characters become
    /// `�`, tabs become spaces. With `layout`, line ends and tabs stay.
    public static String harmless(String text, boolean layout) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = !isControl(c) || (layout && isLayout(c));
        }
        if (clean) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == 0x1b || c == 0x9b) {
                i = afterEscape(text, i);
                continue;
            }
            i++;
            if (!isControl(c) || (layout && isLayout(c))) {
                out.append(c);
            } else {
                out.append(c == '\t' ? "    " : c == '\n' ? " " : "\uFFFD");
            }
        }
        return out.toString();
    }

    private static boolean isLayout(char c) {
        return c == '\n' || c == '\t';
    }

    /// C0, DEL, C1, and what turns the direction of writing around.
    private static boolean isControl(char c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /// Where an escape sequence that begins at `i` ends.
    private static int afterEscape(String text, int i) {
        int at = i + 1;
        char introducer = text.charAt(i) == 0x9b ? '[' : at < text.length() ? text.charAt(at) : 0;
        at += text.charAt(i) == 0x9b ? 0 : 1;
        return switch (introducer) {
            case '[' -> {
                while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) < 0x40) {
                    at++;
                }
                yield Math.min(at + 1, text.length());
            }
            case ']', 'P', 'X', '^', '_' -> {
                // A string: to its terminator, and to the end of the text where that is missing.
                while (at < text.length()
                        && text.charAt(at) != 7
                        && text.charAt(at) != 0x9c
                        && !text.startsWith("\u001b\\", at)) {
                    at++;
                }
                yield Math.min(text.length(), text.startsWith("\u001b\\", at) ? at + 2 : at + 1);
            }
            default -> Math.min(at, text.length());
        };
    }
}
