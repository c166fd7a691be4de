// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.registry.Destinations.Purpose;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may lead where.
class DestinationsTests {
    private static final Map<String, Reach> NAMES =
            Map.of(
                    "hub.example", Reach.PUBLIC,
                    "auth.example", Reach.PUBLIC,
                    "intern.example", Reach.PRIVATE,
                    "cdn.intern.example", Reach.PRIVATE,
                    "rebound.example", Reach.LOOPBACK);

    private final Destinations destinations =
            new Destinations(
                    host -> {
                        Reach known = NAMES.get(host);
                        return known != null ? known : Neighborhood.resolved(host);
                    },
                    host -> host.equals("behind.proxy"));

    private boolean may(String from, String to, Purpose purpose) {
        try {
            destinations.check(Origin.of(URI.create(from)), URI.create(to), purpose, "");
            return true;
        } catch (RegistryException e) {
            assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED);
            return false;
        }
    }

    @Test
    void realms() {
        assertThat(may("https://hub.example", "https://auth.example/t", Purpose.REALM)).isTrue();
        assertThat(may("https://hub.example", "https://hub.example/t", Purpose.REALM)).isTrue();
        assertThat(may("https://hub.example", "http://auth.example/t", Purpose.REALM)).isFalse();
        assertThat(may("https://hub.example", "http://hub.example/t", Purpose.REALM)).isFalse();
        for (String host :
                new String[] {
                    "169.254.169.254",
                    "127.0.0.1",
                    "127.1",
                    "2130706433",
                    "10.0.0.1",
                    "192.168.1.1",
                    "172.16.0.1",
                    "100.64.0.1",
                    "0.0.0.0",
                    "[::1]",
                    "[::ffff:127.0.0.1]",
                    "[::127.0.0.1]",
                    "[64:ff9b::7f00:1]",
                    "[2002:7f00:1::]",
                    "[fd00:ec2::254]",
                    "[fe80::1]",
                    "localhost",
                    "intern.example",
                    "rebound.example"
                }) {
            assertThat(may("https://hub.example", "https://" + host + "/t", Purpose.REALM))
                    .as(host)
                    .isFalse();
        }
        assertThat(may("https://intern.example", "https://cdn.intern.example/t", Purpose.REALM))
                .isTrue();
        assertThat(may("https://intern.example", "https://127.0.0.1/t", Purpose.REALM)).isFalse();
        assertThat(may("http://127.0.0.1:5000", "http://127.0.0.1:5001/t", Purpose.REALM)).isTrue();
        assertThat(may("http://127.0.0.1:5000", "http://auth.example/t", Purpose.REALM)).isFalse();
        assertThat(may("http://127.0.0.1:5000", "https://169.254.169.254/", Purpose.REALM))
                .isFalse();
    }

    @Test
    void redirects() {
        assertThat(may("https://hub.example", "https://auth.example/b", Purpose.REDIRECT)).isTrue();
        assertThat(may("https://hub.example", "http://auth.example/b", Purpose.REDIRECT)).isFalse();
        assertThat(may("https://hub.example", "http://hub.example/b", Purpose.REDIRECT)).isFalse();
        assertThat(may("https://hub.example", "https://10.0.0.1/b", Purpose.REDIRECT)).isFalse();
        assertThat(may("https://hub.example", "ftp://auth.example/b", Purpose.REDIRECT)).isFalse();
        assertThat(may("https://hub.example", "https://u:p@auth.example/", Purpose.REDIRECT))
                .isFalse();
        assertThat(may("https://hub.example", "/relative", Purpose.REDIRECT)).isFalse();
        assertThat(may("https://hub.example", "https://behind.proxy/b", Purpose.REDIRECT)).isTrue();
    }

    @Test
    void uploadsAndForeignLayers() {
        assertThat(may("https://hub.example", "https://auth.example/u", Purpose.UPLOAD)).isTrue();
        assertThat(may("http://127.0.0.1:1", "http://127.0.0.1:2/u", Purpose.UPLOAD)).isFalse();
        assertThat(may("http://127.0.0.1:1", "http://127.0.0.1:1/u", Purpose.UPLOAD)).isTrue();
        assertThat(may("https://hub.example", "https://auth.example/l", Purpose.FOREIGN)).isTrue();
        assertThat(may("http://127.0.0.1:1", "http://127.0.0.1:1/l", Purpose.FOREIGN)).isFalse();
        assertThat(may("https://127.0.0.1:1", "https://127.0.0.1:1/l", Purpose.FOREIGN)).isFalse();
        assertThat(may("http://intern.example", "http://auth.example/l", Purpose.FOREIGN))
                .isFalse();
    }

    @Test
    void aHostWithoutAnAddressIsAnErrorOfItsOwn() {
        Destinations nowhere =
                new Destinations(
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        _ -> false);
        assertThatThrownBy(() ->
                        nowhere.check(
                                Origin.of(URI.create("https://hub.example")),
                                URI.create("https://gone.example/"),
                                Purpose.REDIRECT,
                                "pulling"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.DNS));
    }

    @Test
    void publicAddressesArePublic() throws UnknownHostException {
        for (String each :
                new String[] {
                    "8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:4860::1", "64:ff9b::808:808"
                }) {
            assertThat(Reach.of(InetAddress.getByName(each))).as(each).isEqualTo(Reach.PUBLIC);
        }
    }
}
