// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// A byte string: a name, a link target or an attribute value as an archive has it. Immutable,
/// ordered bytewise unsigned, never NUL-terminated, any bytes allowed. A tar name is not text:
/// Debian's own packages hold names that one locale cannot decode, so names stay bytes from the
/// archive to the system call and back.
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /// Copies the array.
    public static Bytes of(byte[] value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /// Copies `length` bytes from `offset`.
    public static Bytes of(byte[] value, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(value, offset, offset + length));
    }

    /// UTF-8, except that a lone low surrogate U+DC80..U+DCFF stands for the raw byte (PEP 383), so
    /// `of(b.text())` is `b`. Any other lone surrogate becomes `?`.
    public static Bytes of(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(RawText.encode(text));
    }

    /// Takes the array as it is: the caller must forget it.
    static Bytes wrap(byte[] value) {
        return new Bytes(value);
    }

    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    public byte at(int index) {
        return value[index];
    }

    /// A copy.
    public byte[] array() {
        return value.clone();
    }

    /// First index of `b` at or after `from`, -1 if there is none.
    public int indexOf(int b, int from) {
        for (int i = from; i < value.length; i++) {
            if (value[i] == (byte) b) {
                return i;
            }
        }
        return -1;
    }

    /// Last index of `b`, -1 if there is none.
    public int lastIndexOf(int b) {
        for (int i = value.length - 1; i >= 0; i--) {
            if (value[i] == (byte) b) {
                return i;
            }
        }
        return -1;
    }

    public boolean startsWith(Bytes prefix) {
        return value.length >= prefix.value.length
                && Arrays.equals(
                        value, 0, prefix.value.length, prefix.value, 0, prefix.value.length);
    }

    public boolean endsWith(Bytes suffix) {
        int from = value.length - suffix.value.length;
        return from >= 0
                && Arrays.equals(value, from, value.length, suffix.value, 0, suffix.value.length);
    }

    public Bytes slice(int from, int to) {
        return from == 0 && to == value.length ? this : of(value, from, to - from);
    }

    public Bytes concat(Bytes other) {
        byte[] both = Arrays.copyOf(value, value.length + other.value.length);
        System.arraycopy(other.value, 0, both, value.length, other.value.length);
        return both.length == 0 ? EMPTY : new Bytes(both);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(value);
    }

    /// UTF-8 where valid; every byte that is not part of valid UTF-8 as U+DC80..U+DCFF (PEP 383).
    /// Lossless.
    public String text() {
        return RawText.decode(value);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /// Printable, for messages only: control characters and bytes that are not UTF-8 as `\xNN`.
    @Override
    public String toString() {
        return RawText.printable(value);
    }

    static final byte[] utf8(String ascii) {
        return ascii.getBytes(UTF_8);
    }
}
