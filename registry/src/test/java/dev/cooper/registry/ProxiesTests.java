// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxiesTests {
    @TempDir Path folder;

    private static boolean proxied(String noProxy, String uri) throws RegistryException {
        return Proxies.of(
                        Map.of(
                                "http_proxy",
                                "http://p:1",
                                "HTTPS_PROXY",
                                "p:2",
                                "NO_PROXY",
                                noProxy))
                .isProxied(URI.create(uri));
    }

    @Test
    void exceptions() throws RegistryException {
        assertThat(proxied("", "https://a.example/")).isTrue();
        assertThat(proxied("a.example", "https://a.example/")).isFalse();
        assertThat(proxied("a.example", "https://b.a.example/")).isFalse();
        assertThat(proxied("a.example", "https://ba.example/")).isTrue();
        assertThat(proxied(".a.example", "https://a.example/")).isTrue();
        assertThat(proxied("*.a.example", "https://b.a.example/")).isFalse();
        assertThat(proxied("a.example:443", "https://a.example/")).isFalse();
        assertThat(proxied("a.example:8443", "https://a.example/")).isTrue();
        assertThat(proxied("x, 10.0.0.0/8", "https://10.1.2.3/")).isFalse();
        assertThat(proxied("10.0.0.0/8", "https://11.1.2.3/")).isTrue();
        assertThat(proxied("fd00::/8", "https://[fd01::1]/")).isFalse();
        assertThat(proxied("*", "https://a.example/")).isFalse();
    }

    @Test
    void thisMachineIsReachedDirectly() throws RegistryException {
        assertThat(proxied("", "http://localhost:5000/")).isFalse();
        assertThat(proxied("", "http://127.0.0.9:5000/")).isFalse();
        assertThat(proxied("", "http://[::1]:5000/")).isFalse();
    }

    @Test
    void passwordsOfProxiesAreNotShown() {
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTP_PROXY", "socks5://me:secret@p:1")))
                .hasMessageContaining("HTTP_PROXY")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTP_PROXY", "http://me:sec ret@p:1")))
                .hasMessageNotContaining("sec ret");
    }

    @Test
    void theClientOfAWebServerChoosesNoProxy() throws RegistryException {
        Proxies proxies = Proxies.of(Map.of("REQUEST_METHOD", "GET", "HTTP_PROXY", "evil:1"));
        assertThat(proxies.isProxied(URI.create("http://a.example/"))).isFalse();
    }

    @Test
    void requestsGoThroughTheProxyWithItsPasswordAndNotOurs() throws IOException {
        try (Fixture at = new Fixture(folder, RegistrySettings.OPEN)) {
            // Any server is a proxy to those who take it for one.
            at.variables.put("http_proxy", "http://me:pw@" + at.registry.authority());
            Fixture.write(
                    at.etc.resolve("containerd/certs.d/far.example/hosts.toml"),
                    "server = \"http://far.example\"\n");
            assertThatThrownBy(() ->
                            at.client().repository(Fixture.parsed("far.example/a")).document("1"))
                    .hasMessageContaining("not found at far.example");
            Request seen = at.registry.requests().getLast();
            assertThat(seen.header("Host")).isEqualTo("far.example");
            assertThat(seen.header("Proxy-Authorization")).isEqualTo("Basic bWU6cHc=");
            assertThat(seen.header("Authorization")).isNull();
        }
    }
}
