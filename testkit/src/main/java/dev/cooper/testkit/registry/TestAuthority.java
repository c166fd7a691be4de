// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import dev.cooper.testkit.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority of a test's own, made by keytool. All its keys are in one store.
public final class TestAuthority {
    private static final String CA = "ca";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path file;

    /// @param folder where its store is made
    public TestAuthority(Path folder) {
        file = folder.resolve("store.p12");
        generate(CA, "EC", "bc:c");
    }

    private void generate(String name, String algorithm, String extension, String... more) {
        Command.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString())
                .with("-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name)
                .with("-ext", extension)
                .with("-keystore", file.toString(), "-storetype", "PKCS12")
                .with("-storepass", new String(PASSWORD), "-J-XX:TieredStopAtLevel=1")
                .with(more)
                .run()
                .ok();
    }

    /// Makes a key and a certificate by this authority.
    ///
    /// @param extension such as `san=ip:127.0.0.1`
    /// @param more options of `keytool -genkeypair`, such as the validity
    public void issue(String name, String algorithm, String extension, String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "-signer";
        all[1] = CA;
        System.arraycopy(more, 0, all, 2, more.length);
        generate(name, algorithm, extension, all);
    }

    /// A server's side, which trusts clients with certificates by this authority.
    public SSLContext server(String name) throws IOException, GeneralSecurityException {
        KeyStore all = store();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
        own.setCertificateEntry(CA, all.getCertificate(CA));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /// The authority's certificate as PEM.
    public String certificate() throws IOException, GeneralSecurityException {
        return certificate(CA);
    }

    public String certificate(String name) throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", store().getCertificate(name).getEncoded());
    }

    /// PKCS#8 as PEM.
    public String key(String name) throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", store().getKey(name, PASSWORD).getEncoded());
    }

    /// Signs with a key of this authority's (RS256 of RFC 7518 for an RSA one).
    byte[] sign(String name, byte[] text) throws IOException, GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign((PrivateKey) store().getKey(name, PASSWORD));
        signature.update(text);
        return signature.sign();
    }

    /// The certificate's bytes in base64, as `x5c` of RFC 7515 has it.
    String encoded(String name) throws IOException, GeneralSecurityException {
        return Base64.getEncoder().encodeToString(store().getCertificate(name).getEncoded());
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
