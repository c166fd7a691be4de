// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/// Between the bytes of a [Name] and text: UTF-8, with PEP 383's escape for what isn't.
final class NameText {
    /// Byte `b` that isn't part of UTF-8 stands as the lone surrogate `ESCAPE + b`, b from 0x80.
    private static final int ESCAPE = 0xDC00;

    private NameText() {}

    static String decode(byte[] bytes) {
        if (isAscii(bytes)) {
            return new String(bytes, ISO_8859_1);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = UTF_8.newDecoder();
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow() && !in.hasRemaining()) {
                return out.flip().toString();
            }
            // One byte at a time: the rest of a broken sequence may start a good one.
            out.put((char) (ESCAPE + (in.get() & 0xff)));
            decoder.reset();
        }
    }

    static byte[] encode(String text) {
        int n = text.length();
        byte[] out = new byte[n * 3];
        int at = 0;
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < n
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xF0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (point & 0x3F));
            } else if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF) {
                out[at++] = (byte) c;
            } else {
                char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
                out[at++] = (byte) (0xE0 | (whole >> 12));
                out[at++] = (byte) (0x80 | ((whole >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (whole & 0x3F));
            }
        }
        return Arrays.copyOf(out, at);
    }

    /// For messages: no byte of a name may steer the terminal or hide what the name is.
    static String printable(byte[] bytes) {
        String text = decode(bytes);
        if (text.codePoints().noneMatch(NameText::isUnsafe)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(point -> {
                    if (isUnsafe(point)) {
                        for (byte b : encode(Character.toString(point))) {
                            out.append("\\x%02x".formatted(b & 0xff));
                        }
                    } else {
                        out.appendCodePoint(point);
                    }
                });
        return out.toString();
    }

    private static boolean isUnsafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
