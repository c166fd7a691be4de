// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Bytes that are mostly UTF-8, as Strings and back, without loss: PEP 383.
final class RawText {
    private RawText() {}

    static byte[] encode(String text) {
        if (text.chars().noneMatch(c -> c >= 0xDC80 && c <= 0xDCFF)) {
            return text.getBytes(UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c >= 0xDC80 && c <= 0xDCFF) {
                out.write(c & 0xFF);
            } else {
                out.writeBytes(Character.toString(c).getBytes(UTF_8));
            }
            i += Character.charCount(c);
        }
        return out.toByteArray();
    }

    static String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            int n = sequence(bytes, i);
            if (n == 0) {
                text.append((char) (0xDC00 | (bytes[i] & 0xFF)));
                i++;
            } else {
                text.appendCodePoint(codePoint(bytes, i, n));
                i += n;
            }
        }
        return text.toString();
    }

    static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        int i = 0;
        while (i < bytes.length) {
            int n = sequence(bytes, i);
            int c = n == 0 ? -1 : codePoint(bytes, i, n);
            if (c < 0x20 || Character.isISOControl(c) || isInvisible(c)) {
                for (int k = 0; k < Math.max(1, n); k++) {
                    text.append("\\x").append(Character.forDigit((bytes[i + k] >> 4) & 15, 16));
                    text.append(Character.forDigit(bytes[i + k] & 15, 16));
                }
            } else {
                text.appendCodePoint(c);
            }
            i += Math.max(1, n);
        }
        return text.toString();
    }

    /// Marks that would turn or hide what a terminal shows after them.
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    /// Length of the well-formed UTF-8 sequence at `i` (Unicode 15, table 3-7), 0 if there is none.
    private static int sequence(byte[] b, int i) {
        int first = b[i] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int n =
                first >= 0xC2 && first <= 0xDF
                        ? 2
                        : first >= 0xE0 && first <= 0xEF
                                ? 3
                                : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
        if (n == 0 || i + n > b.length) {
            return 0;
        }
        for (int k = 1; k < n; k++) {
            if ((b[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int c = codePoint(b, i, n);
        boolean shortest = n == 2 || (n == 3 ? c >= 0x800 : c >= 0x10000);
        return shortest && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) ? n : 0;
    }

    private static int codePoint(byte[] b, int i, int n) {
        return switch (n) {
            case 1 -> b[i];
            case 2 -> (b[i] & 0x1F) << 6 | (b[i + 1] & 0x3F);
            case 3 -> (b[i] & 0x0F) << 12 | (b[i + 1] & 0x3F) << 6 | (b[i + 2] & 0x3F);
            default ->
                    (b[i] & 0x07) << 18
                            | (b[i + 1] & 0x3F) << 12
                            | (b[i + 2] & 0x3F) << 6
                            | (b[i + 3] & 0x3F);
        };
    }
}
