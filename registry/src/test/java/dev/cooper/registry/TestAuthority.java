// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.testkit.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority of a test's own, made by keytool.
final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    TestAuthority(Path folder) {
        this.folder = folder;
        keytool(
                "ca",
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Test CA",
                "-ext",
                "bc:c");
    }

    private String keytool(String store, String... arguments) {
        return Command.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString())
                .with(arguments)
                .with(
                        "-keystore",
                        file(store).toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .run()
                .ok()
                .out();
    }

    private Path file(String store) {
        return folder.resolve(store + ".p12");
    }

    /// The authority's certificate as PEM.
    Path certificate() throws IOException {
        return Files.writeString(
                folder.resolve("ca.pem"), keytool("ca", "-exportcert", "-alias", "ca", "-rfc"));
    }

    /// A certificate by this authority.
    ///
    /// @param names as in `san=ip:127.0.0.1`
    /// @param more options of `keytool -gencert`, such as its validity
    void issue(String name, String keyAlgorithm, String names, String... more) throws IOException {
        keytool(
                name,
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                keyAlgorithm,
                "-dname",
                "CN=" + name);
        Path request =
                Files.writeString(
                        folder.resolve(name + ".csr"), keytool(name, "-certreq", "-alias", "own"));
        Path signed = folder.resolve(name + ".crt");
        Command.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString())
                .with(
                        "-gencert",
                        "-alias",
                        "ca",
                        "-infile",
                        request.toString(),
                        "-outfile",
                        signed.toString())
                .with("-rfc", "-ext", names)
                .with(more)
                .with("-keystore", file("ca").toString(), "-storepass", PASSWORD)
                .run()
                .ok();
        keytool(
                name,
                "-importcert",
                "-noprompt",
                "-alias",
                "root",
                "-file",
                certificate().toString());
        keytool(name, "-importcert", "-noprompt", "-alias", "own", "-file", signed.toString());
    }

    /// A server's side, which trusts clients with certificates by this authority.
    SSLContext server(String name) throws IOException, GeneralSecurityException {
        KeyStore store = store(name);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /// The certificate as PEM.
    void writeCertificate(String name, Path to) throws IOException, GeneralSecurityException {
        Certificate certificate = store(name).getCertificate("own");
        Fixture.write(to, pem("CERTIFICATE", certificate.getEncoded()));
    }

    /// The key as PEM.
    void writeKey(String name, Path to) throws IOException, GeneralSecurityException {
        Key key = store(name).getKey("own", PASSWORD.toCharArray());
        Fixture.write(to, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
