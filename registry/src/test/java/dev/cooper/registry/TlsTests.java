// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.TestAuthority;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom to trust, with certificates by an authority that only some know.
class TlsTests {
    @TempDir static Path authorityFolder;
    private static TestAuthority authority;

    @TempDir Path folder;

    @BeforeAll
    static void makeCertificates() {
        authority = new TestAuthority(authorityFolder);
        authority.issue("server", "RSA", "san=ip:127.0.0.1,ip:127.0.0.2");
        authority.issue("elsewhere", "EC", "san=ip:127.0.0.77");
        authority.issue(
                "expired", "EC", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "2");
        authority.issue("client", "EC", "eku=clientAuth");
    }

    private Fixture start(String certificate, boolean asks)
            throws IOException, GeneralSecurityException {
        Fixture at =
                new Fixture(
                        folder,
                        TestRegistry.start(
                                RegistrySettings.HUB_LIKE.withTls(
                                        authority.server(certificate), asks)));
        at.add("a", "1", Fixture.image(Fixture.noise(1, 1000)));
        return at;
    }

    /// For all three servers: on each port there is another "host".
    private void trust(Fixture at, String... hosts) throws Exception {
        String pem = authority.certificate();
        for (String each : hosts) {
            Fixture.write(at.etc.resolve("docker/certs.d").resolve(each).resolve("ca.crt"), pem);
        }
    }

    private static void isUntrusted(Throwable thrown) {
        assertThat(((RegistryException) thrown).kind()).isEqualTo(Kind.TLS);
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws Exception {
        try (Fixture at = start("server", false)) {
            assertThatThrownBy(() -> at.repository("a").document("1"))
                    .satisfies(TlsTests::isUntrusted)
                    .hasMessageContaining("certs.d/" + at.registry.authority());
        }
    }

    @Test
    void anAuthorityOfTheHostsFolderIs() throws Exception {
        try (Fixture at = start("server", false)) {
            String cdn = at.registry.cdnAddress().replace("https://", "");
            trust(at, at.registry.authority(), at.registry.authAddress().replace("https://", ""));
            Repository repository = at.repository("a");
            assertThat(repository.document("1").isIndex()).isFalse();
            var layer = repository.document("1").manifest().layers().getFirst();
            assertThatThrownBy(() -> repository.open(layer))
                    .as("trust in one host is no trust in another")
                    .satisfies(TlsTests::isUntrusted)
                    .hasMessageContaining(cdn);
            trust(at, cdn);
            try (var in = at.repository("a").open(layer)) {
                assertThat(in.readAllBytes()).hasSize(1000);
            }
        }
    }

    @Test
    void anInsecureHostIsTakenAsItIsAndNoOther() throws Exception {
        try (Fixture at = start("elsewhere", false)) {
            Fixture.write(
                    at.etc.resolve("docker/daemon.json"),
                    "{\"insecure-registries\":[\"%s\",\"%s\"]}"
                            .formatted(
                                    at.registry.authority(),
                                    at.registry.authAddress().replace("https://", "")));
            Repository repository = at.repository("a");
            var layer = repository.document("1").manifest().layers().getFirst();
            assertThatThrownBy(() -> repository.open(layer)).satisfies(TlsTests::isUntrusted);
        }
    }

    @Test
    void anotherHostsCertificateIsRefused() throws Exception {
        try (Fixture at = start("elsewhere", false)) {
            trust(at, at.registry.authority());
            assertThatThrownBy(() -> at.repository("a").document("1"))
                    .satisfies(TlsTests::isUntrusted);
        }
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        try (Fixture at = start("expired", false)) {
            trust(at, at.registry.authority());
            assertThatThrownBy(() -> at.repository("a").document("1"))
                    .satisfies(TlsTests::isUntrusted);
        }
    }

    @Test
    void aServerThatAsksForACertificateGetsOne() throws Exception {
        try (Fixture at = start("server", true)) {
            trust(at, at.registry.authority(), at.registry.authAddress().replace("https://", ""));
            assertThatThrownBy(() -> at.repository("a").document("1"))
                    .isInstanceOf(RegistryException.class);
            Path certs = at.etc.resolve("docker/certs.d").resolve(at.registry.authority());
            Fixture.write(certs.resolve("me.cert"), authority.certificate("client"));
            Fixture.write(certs.resolve("me.key"), authority.key("client"));
            at.repository("a").document("1");
        }
    }

    @Test
    void aKeyThatIsMissingIsNamed() throws Exception {
        try (Fixture at = start("server", true)) {
            Path certs = at.etc.resolve("docker/certs.d").resolve(at.registry.authority());
            Fixture.write(certs.resolve("me.cert"), authority.certificate("client"));
            assertThatThrownBy(() -> at.repository("a").document("1"))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                    .hasMessageContaining("me.key");
        }
    }
}
