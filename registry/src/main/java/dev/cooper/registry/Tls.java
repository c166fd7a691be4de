// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to trust at one host, and what to show there. Equal settings share an HTTP client.
///
/// @param authorities PEM files whose certificates are trusted beside the platform's
/// @param identities what to show to a server that asks who its client is
/// @param unverified whether any certificate will do
record Tls(List<Path> authorities, List<Identity> identities, boolean unverified) {
    /// A certificate chain and its key, both PEM; one file may hold both.
    record Identity(Path chain, Path key) {}

    /// What the platform trusts.
    static final Tls PLATFORM = new Tls(List.of(), List.of(), false);

    /// Whether nobody has put certificates there for this host.
    boolean isPlain() {
        return authorities.isEmpty() && identities.isEmpty();
    }

    Tls {
        authorities = List.copyOf(authorities);
        identities = List.copyOf(identities);
    }

    Tls unverifying() {
        return new Tls(authorities, identities, true);
    }

    /// Null if the platform's own will do.
    @Nullable SSLContext context() throws RegistryException {
        if (equals(PLATFORM)) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            String files = authorities.isEmpty() && identities.isEmpty() ? "TLS" : shown();
            throw new RegistryException(
                            Kind.CONFIGURATION,
                            files,
                            "reading certificates",
                            files + ": " + Shown.text(String.valueOf(e.getMessage()), 300))
                    .causedBy(e);
        }
    }

    private String shown() {
        StringBuilder text = new StringBuilder();
        authorities.forEach(each -> text.append(text.isEmpty() ? "" : ", ").append(each));
        identities.forEach(each -> text.append(text.isEmpty() ? "" : ", ").append(each.chain()));
        return text.toString();
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        if (identities.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        char[] none = new char[0];
        for (Identity each : identities) {
            List<X509Certificate> chain = Pem.certificates(each.chain());
            PrivateKey key = Pem.privateKey(each.key());
            store.setKeyEntry(
                    each.chain().toString(), key, none, chain.toArray(new Certificate[0]));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
        if (unverified) {
            return new TrustManager[] {new TrustsAnybody()};
        }
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        TrustManagerFactory platform = TrustManagerFactory.getInstance("PKIX");
        platform.init((KeyStore) null);
        int n = 0;
        for (TrustManager each : platform.getTrustManagers()) {
            if (each instanceof X509TrustManager own) {
                for (X509Certificate issuer : own.getAcceptedIssuers()) {
                    store.setCertificateEntry("platform-" + n++, issuer);
                }
            }
        }
        for (Path file : authorities) {
            for (X509Certificate each : Pem.certificates(file)) {
                store.setCertificateEntry("own-" + n++, each);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// For the hosts that a person has called insecure. The extended kind, since the JDK checks
    /// host names on behalf of any other.
    private static final class TrustsAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
