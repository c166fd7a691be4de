// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Files whose bytes need not be UTF-8.
final class RawText {
    private RawText() {}

    /// The bytes that were decoded: a lone surrogate from U+DC80 to U+DCFF stands for the byte 80
    /// to FF.
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (c >= 0xdc80 && c <= 0xdcff) {
                        bytes.write(c - 0xdc00);
                    } else {
                        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                    }
                });
        return bytes.toByteArray();
    }
}
