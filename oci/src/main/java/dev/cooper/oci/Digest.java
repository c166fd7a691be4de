// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/// The name of some bytes: an algorithm and the hash in lower-case hexadecimal (OCI image
/// specification, descriptor.md). Only sha256 (64 digits) and sha512 (128 digits) exist, so that a
/// value of this type can safely be part of a file name or of a URL: there is no other way to make
/// a path of a digest than to have one of these.
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
    /// @throws IllegalArgumentException for any other algorithm, length or digit
    public Digest {
        int digits =
                switch (algorithm) {
                    case "sha256" -> 64;
                    case "sha512" -> 128;
                    default ->
                            throw new IllegalArgumentException(
                                    "unsupported digest algorithm: " + printable(algorithm));
                };
        if (hex.length() != digits) {
            throw new IllegalArgumentException("invalid checksum digest length");
        }
        for (int i = 0; i < digits; i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException("invalid checksum digest format");
            }
        }
    }

    /// Reads `sha256:…` or `sha512:…`.
    ///
    /// @throws IllegalArgumentException if it is nothing of the kind
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException("invalid checksum digest format");
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /// As [#parse], with null for what is no digest.
    public static @Nullable Digest parseOrNull(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// The sha256 of these bytes.
    public static Digest sha256(byte[] bytes) {
        Digester digester = new Digester("sha256");
        digester.update(bytes, 0, bytes.length);
        return digester.digest();
    }

    /// A new sha256 in progress.
    public static Digester digester() {
        return new Digester("sha256");
    }

    /// Twelve digits, as people see them.
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }

    private static String printable(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return RawText.printable(shown.getBytes(US_ASCII));
    }
}
