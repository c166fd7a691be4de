// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Certificates and keys in PEM files (RFC 7468). Messages never have the file's content.
final class Pem {
    private static final int MOST = 8 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /// AlgorithmIdentifier of rsaEncryption (RFC 8017, appendix A.1).
    private static final byte[] RSA = {
        0x30,
        0x0D,
        0x06,
        0x09,
        0x2A,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xF7,
        0x0D,
        1,
        1,
        1,
        5,
        0
    };

    /// The object identifier of id-ecPublicKey (RFC 5480).
    private static final byte[] EC = {0x06, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private Pem() {}

    static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> all = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text(file));
        while (blocks.find()) {
            if (blocks.group(1).endsWith("CERTIFICATE")) {
                all.add(
                        (X509Certificate)
                                factory.generateCertificate(
                                        new ByteArrayInputStream(decoded(blocks.group(2)))));
            }
        }
        if (all.isEmpty()) {
            throw new IOException("no PEM certificate in " + file);
        }
        return all;
    }

    /// PKCS#8, or the older forms for RSA and elliptic curves; not encrypted ones.
    static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher blocks = BLOCK.matcher(text(file));
        while (blocks.find()) {
            byte[] der = decoded(blocks.group(2));
            byte @Nullable [] wrapped =
                    switch (blocks.group(1)) {
                        case "PRIVATE KEY" -> der;
                        case "RSA PRIVATE KEY" -> wrapped(RSA, der);
                        case "EC PRIVATE KEY" -> wrapped(sequence(0x30, EC, curve(der)), der);
                        default -> null;
                    };
            if (wrapped != null) {
                return key(wrapped, file);
            }
        }
        throw new IOException("no unencrypted PEM private key in " + file);
    }

    private static PrivateKey key(byte[] der, Path file)
            throws IOException, GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException _) {
                // The next kind of key.
            }
        }
        throw new IOException("a private key of unknown kind in " + file);
    }

    /// PKCS#8's PrivateKeyInfo around a key (RFC 5208).
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return sequence(0x30, new byte[] {2, 1, 0}, algorithm, sequence(0x04, key));
    }

    /// The curve's name out of ECPrivateKey (RFC 5915): the object identifier in its member [0].
    private static byte[] curve(byte[] der) throws IOException {
        for (int i = 0; i + 3 < der.length; i++) {
            boolean here =
                    der[i] == (byte) 0xA0 && der[i + 2] == 0x06 && der[i + 1] == der[i + 3] + 2;
            if (here && i + 2 + der[i + 1] <= der.length) {
                return Arrays.copyOfRange(der, i + 2, i + 2 + der[i + 1]);
            }
        }
        throw new IOException("an elliptic curve key that doesn't name its curve");
    }

    private static byte[] sequence(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(each -> each.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        for (byte[] each : parts) {
            out.writeBytes(each);
        }
        return out.toByteArray();
    }

    private static byte[] decoded(String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("PEM that isn't base64");
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MOST) {
            throw new IOException(file + " is too large for certificates");
        }
        return new String(Files.readAllBytes(file), US_ASCII);
    }
}
