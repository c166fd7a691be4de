// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/// Names that nobody has had: from the kernel's random numbers. Read directly, because
/// `SecureRandom` costs more at start than a cached build has left.
final class RandomIds {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int SHORT_LENGTH = 12;

    private RandomIds() {}

    /// Twelve lower-case letters and digits: 62 bits.
    static String shortId() throws IOException {
        StringBuilder id = new StringBuilder(SHORT_LENGTH);
        while (id.length() < SHORT_LENGTH) {
            for (byte b : bytes(2 * SHORT_LENGTH)) {
                int value = b & 0xFF;
                // 252 = 7 × 36: the bytes above would make some digits likelier than others.
                if (value < 252 && id.length() < SHORT_LENGTH) {
                    id.append(DIGITS.charAt(value % DIGITS.length()));
                }
            }
        }
        return id.toString();
    }

    /// 64 hexadecimal digits, as containers have them.
    static String longHex() throws IOException {
        return HexFormat.of().formatHex(bytes(32));
    }

    private static byte[] bytes(int count) throws IOException {
        try (InputStream random = new FileInputStream("/dev/urandom")) {
            return random.readNBytes(count);
        }
    }
}
