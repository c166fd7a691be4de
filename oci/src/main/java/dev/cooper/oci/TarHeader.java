// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One 512-byte block of POSIX ustar (IEEE Std 1003.1, pax, "ustar Interchange Format"): fields by
/// offset and length.
final class TarHeader {
    static final int BLOCK = 512;

    private final byte[] block;

    TarHeader(byte[] block) {
        this.block = block;
    }

    byte[] block() {
        return block;
    }

    boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the checksum holds; old programs summed signed bytes.
    boolean isSound() throws MalformedTarException {
        long wanted = number(148, 8);
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= 148 && i < 156 ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        return wanted == unsigned || wanted == signed;
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    /// ustar, as opposed to GNU's own form or none: it alone has a prefix of the name.
    boolean isUstar() {
        return new String(block, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
    }

    boolean isGnu() {
        return new String(block, 257, 8, StandardCharsets.ISO_8859_1).equals("ustar  \0");
    }

    /// The field up to its first NUL.
    Bytes text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Bytes.of(block, offset, end - offset);
    }

    Bytes name() {
        Bytes name = text(0, 100);
        Bytes prefix = isUstar() ? text(345, 155) : Bytes.EMPTY;
        return prefix.isEmpty() ? name : prefix.concat(Bytes.of("/")).concat(name);
    }

    /// Octal digits, or base 256 where the first bit is set (GNU's way for large and negative
    /// numbers).
    long number(int offset, int length) throws MalformedTarException {
        if ((block[offset] & 0x80) != 0) {
            return binary(offset, length);
        }
        long value = 0;
        int at = offset;
        int end = offset + length;
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        for (; at < end && block[at] != ' ' && block[at] != 0; at++) {
            int digit = block[at] - '0';
            if (digit < 0 || digit > 7) {
                throw new MalformedTarException(
                        "a number in the header of " + name() + " is not octal");
            }
            value = value << 3 | digit;
        }
        return value;
    }

    private long binary(int offset, int length) throws MalformedTarException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int b = block[offset + i] & 0xff;
            if (i == 0) {
                b = negative ? b | 0x80 : b & 0x7f;
            }
            boolean fits = length - i <= 8 || b == (negative ? 0xff : 0);
            if (!fits || (length - i == 8 && (b & 0x80) != (negative ? 0x80 : 0))) {
                throw new MalformedTarException(
                        "a number in the header of " + name() + " is too large");
            }
            value = value << 8 | b;
        }
        return value;
    }

    void put(int offset, Bytes text) {
        byte[] bytes = text.array();
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    /// Octal, zero filled, ended by a NUL.
    void putNumber(int offset, int length, long value) {
        if (value >>> (3 * (length - 1)) != 0) {
            throw new IllegalArgumentException(value + " doesn't fit " + length + " bytes");
        }
        long left = value;
        for (int at = offset + length - 2; at >= offset; at--) {
            block[at] = (byte) ('0' + (left & 7));
            left >>>= 3;
        }
    }

    void seal() {
        Arrays.fill(block, 148, 156, (byte) ' ');
        long sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        putNumber(148, 7, sum);
        block[154] = 0;
    }

    /// Where to cut a path so that both halves fit: the prefix's length, 0 if the name alone does;
    /// null if neither.
    static @Nullable Integer split(Bytes path) {
        if (path.length() <= 100) {
            return 0;
        }
        for (int cut = path.indexOf('/', Math.max(1, path.length() - 101));
                cut > 0 && cut <= 155;
                cut = path.indexOf('/', cut + 1)) {
            if (path.length() - cut - 1 > 0) {
                return cut;
            }
        }
        return null;
    }
}
