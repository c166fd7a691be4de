// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file name or path as the kernel has it: bytes without NUL, parts separated by `/`.
///
/// No encoding is assumed. For text there is a lossless form ([#text()], and [#of(String)] back):
/// UTF-8, in which each byte that isn't UTF-8 stands as a lone surrogate U+DC80 to U+DCFF (the way
/// of PEP 383). Immutable; ordered bytewise, unsigned, as the kernel's own tools and every layer
/// digest order names.
public final class Name implements Comparable<Name> {
    private static final Name EMPTY = new Name(new byte[0]);
    private static final Name ROOT = new Name(new byte[] {'/'});

    private final byte[] bytes;
    private int hash;

    private Name(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The name that `s` spells: UTF-8, lone surrogates U+DC80 to U+DCFF as the byte they stand
    /// for; any other lone surrogate, which no name can hold, becomes U+FFFD.
    ///
    /// @throws IllegalArgumentException if it contains NUL
    public static Name of(String s) {
        return checked(NameText.encode(s));
    }

    /// The name with these bytes, which are copied.
    ///
    /// @throws IllegalArgumentException if there is a NUL among them
    public static Name of(byte[] bytes) {
        return checked(bytes.clone());
    }

    /// The components with `/` between them; the empty name for none.
    public static Name join(List<Name> components) {
        int length = Math.max(0, components.size() - 1);
        for (Name each : components) {
            length += each.bytes.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (Name each : components) {
            if (at > 0) {
                joined[at++] = '/';
            }
            System.arraycopy(each.bytes, 0, joined, at, each.bytes.length);
            at += each.bytes.length;
        }
        return new Name(joined);
    }

    private static Name checked(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("a NUL byte in a file name");
            }
        }
        return new Name(bytes);
    }

    /// The name of a directory entry, from the kernel, which puts no NUL into names. Not copied.
    static Name trusted(byte[] bytes) {
        return new Name(bytes);
    }

    /// The bytes, not copied: for calls that only read them.
    byte[] raw() {
        return bytes;
    }

    /// The bytes, a copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// How many bytes.
    public int length() {
        return bytes.length;
    }

    /// The name as text, lossless: `Name.of(name.text())` equals `name`.
    public String text() {
        return NameText.decode(bytes);
    }

    /// The name for a message: control characters and bytes that aren't UTF-8 as `\xNN`.
    @Override
    public String toString() {
        return NameText.printable(bytes);
    }

    /// Whether there are no bytes.
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// Whether it starts with `/`.
    public boolean isAbsolute() {
        return bytes.length > 0 && bytes[0] == '/';
    }

    /// Whether it ends with `/`.
    public boolean endsWithSlash() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '/';
    }

    /// Whether the first bytes are those of `prefix`; `ab` starts with `a`.
    public boolean startsWith(Name prefix) {
        int n = prefix.bytes.length;
        return n <= bytes.length && Arrays.equals(bytes, 0, n, prefix.bytes, 0, n);
    }

    /// `other` below this: this, `/`, `other`, with one slash between. Below the empty name or `.`
    /// it is `other` itself.
    public Name child(Name other) {
        if (bytes.length == 0 || isDot(0, bytes.length)) {
            return other;
        }
        int from = 0;
        while (from < other.bytes.length && other.bytes[from] == '/') {
            from++;
        }
        if (from == other.bytes.length) {
            return this;
        }
        int slash = endsWithSlash() ? 0 : 1;
        byte[] joined = Arrays.copyOf(bytes, bytes.length + slash + other.bytes.length - from);
        if (slash == 1) {
            joined[bytes.length] = '/';
        }
        System.arraycopy(
                other.bytes, from, joined, bytes.length + slash, other.bytes.length - from);
        return new Name(joined);
    }

    /// What comes before the last component, slashes between them dropped; `/` for `/a`, null for
    /// one component alone, for `/` and for the empty name.
    public @Nullable Name parent() {
        int end = withoutSlashes(bytes.length);
        int start = componentStart(end);
        if (start == 0) {
            return null;
        }
        int before = withoutSlashes(start);
        return before > 0 ? slice(0, before) : end == 0 ? null : ROOT;
    }

    /// The last component, without slashes; empty for `/` and for the empty name.
    public Name fileName() {
        int end = withoutSlashes(bytes.length);
        return slice(componentStart(end), end);
    }

    /// The parts between slashes. Empty parts and `.` are left out, `..` is kept.
    public List<Name> components() {
        List<Name> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '/') {
                if (at > start && !isDot(start, at)) {
                    parts.add(slice(start, at));
                }
                start = at + 1;
            }
        }
        return List.copyOf(parts);
    }

    /// Whether there is a slash anywhere, or the name is `..`: not one entry of a directory.
    boolean isPath() {
        for (byte b : bytes) {
            if (b == '/') {
                return true;
            }
        }
        return isDotDot();
    }

    /// Whether it is `.` or `..`.
    boolean isSelfOrParent() {
        return isDot(0, bytes.length) || isDotDot();
    }

    boolean isDotDot() {
        return bytes.length == 2 && bytes[0] == '.' && bytes[1] == '.';
    }

    private boolean isDot(int start, int end) {
        return end - start == 1 && bytes[start] == '.';
    }

    private int withoutSlashes(int end) {
        int at = end;
        while (at > 0 && bytes[at - 1] == '/') {
            at--;
        }
        return at;
    }

    private int componentStart(int end) {
        int at = end;
        while (at > 0 && bytes[at - 1] != '/') {
            at--;
        }
        return at;
    }

    private Name slice(int start, int end) {
        return start == end ? EMPTY : new Name(Arrays.copyOfRange(bytes, start, end));
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Name name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(bytes);
            hash = h;
        }
        return h;
    }
}
