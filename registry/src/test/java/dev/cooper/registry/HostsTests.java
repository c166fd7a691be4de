// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors, blocked and insecure hosts, short names: what the machine's configuration says.
class HostsTests {
    @TempDir Path folder;
    private Fixture at;
    private TestRegistry mirror;
    private Image image;

    @BeforeEach
    void start() throws IOException {
        at = new Fixture(folder, RegistrySettings.OPEN);
        mirror = TestRegistry.start();
        image = Fixture.image(Fixture.noise(1, 100));
    }

    @AfterEach
    void stop() {
        mirror.close();
        at.close();
    }

    private void conf(String text) {
        Fixture.write(at.etc.resolve("containers/registries.conf"), text);
    }

    private List<Location> locations(String name) throws RegistryException {
        return new Hosts(new Surroundings(at.variables, at.home, at.etc))
                .locations(Fixture.parsed(name));
    }

    private List<String> places(String name) throws RegistryException {
        return locations(name).stream()
                .map(each ->
                        each.scheme()
                                + "://"
                                + each.authority()
                                + each.root()
                                + "/"
                                + each.repository())
                .toList();
    }

    private void addTo(TestRegistry registry, String repository, @Nullable String tag) {
        registry.addManifest(
                repository, tag, image.document().mediaType(), image.document().bytes());
    }

    @Test
    void withoutConfigurationTheHostItself() throws RegistryException {
        assertThat(places("a.example/x")).containsExactly("https://a.example/v2/x");
        assertThat(places("busybox"))
                .containsExactly("https://registry-1.docker.io/v2/library/busybox");
        assertThat(places("localhost:5000/x")).containsExactly("null://localhost:5000/v2/x");
        assertThat(locations("busybox").getFirst().credentialHost()).isEqualTo("docker.io");
    }

    @Test
    void theLongestPrefixDecides() throws RegistryException {
        conf(
                """
                [[registry]]
                prefix = "a.example"
                location = "b.example/root"
                [[registry]]
                prefix = "a.example/team"
                location = "c.example"
                [[registry]]
                prefix = "*.wild.example"
                insecure = true
                [[registry]]
                location = "docker.io/library"
                blocked = true
                """);
        assertThat(places("a.example/x/y")).containsExactly("https://b.example/v2/root/x/y");
        assertThat(places("a.example/team/y")).containsExactly("https://c.example/v2/y");
        assertThat(places("a.example/teams")).containsExactly("https://b.example/v2/root/teams");
        assertThat(places("one.wild.example/x")).containsExactly("null://one.wild.example/v2/x");
        assertThat(places("wild.example/x")).containsExactly("https://wild.example/v2/x");
        assertThatThrownBy(() -> places("busybox"))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BLOCKED))
                .hasMessageContaining("busybox is blocked by")
                .hasMessageContaining("registries.conf");
    }

    @Test
    void dropInsReplaceRulesAndAddAliases() throws Exception {
        conf(
                """
                unqualified-search-registries = ["a.example"]
                [[registry]]
                location = "b.example"
                blocked = true
                """);
        Fixture.write(
                at.etc.resolve("containers/registries.conf.d/10.conf"),
                """
                unqualified-search-registries = ["one.example", "two.example"]
                [[registry]]
                location = "b.example"
                [aliases]
                "tool" = "deep.example/team/tool"
                "gone" = "deep.example/gone"
                """);
        Fixture.write(
                at.home.resolve(".config/containers/registries.conf.d/20.conf"),
                "[aliases]\n\"gone\" = \"\"\n");
        assertThat(places("b.example/x")).hasSize(1);
        RegistryClient client = at.client();
        assertThat(client.candidates("tool:2")).hasToString("[deep.example/team/tool:2]");
        assertThat(client.candidates("gone"))
                .hasToString("[one.example/gone:latest, two.example/gone:latest]");
        assertThat(client.candidates("c.example/x")).hasToString("[c.example/x:latest]");
        assertThat(client.candidates("localhost/x")).hasToString("[localhost/x:latest]");
    }

    @Test
    void withoutASearchListDockersRule() throws Exception {
        assertThat(at.client().candidates("team/x:1")).hasToString("[docker.io/team/x:1]");
    }

    @Test
    void mistakesAreNamedWithTheFile() {
        for (String text :
                List.of(
                        "[[registry]]\nprefix = 3",
                        "[[registry]]\nblocked = true",
                        "[[registry]\n",
                        "[registries.search]\nregistries = []",
                        "[[registry]]\nlocation=\"a\"\n[[registry.mirror]]\nlocation=\"b\"\npull-from-mirror=\"some\"")) {
            conf(text);
            assertThatThrownBy(() -> locations("a.example/x"))
                    .as(text)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                    .hasMessageContaining("registries.conf");
        }
        Fixture.write(at.etc.resolve("containers/registries.conf"), "");
        Fixture.write(at.etc.resolve("docker/daemon.json"), "{\"registry-mirrors\": 3}");
        assertThatThrownBy(() -> locations("a.example/x")).hasMessageContaining("daemon.json");
    }

    @Test
    void aMirrorGoesFirstAndNeverGetsThePassword() throws IOException {
        conf(
                """
                [[registry]]
                location = "%s"
                [[registry.mirror]]
                location = "%s/copies"
                """
                        .formatted(at.registry.authority(), mirror.authority()));
        addTo(mirror, "copies/a", "1");
        assertThat(at.repository(at.userClient(), "a").document("1").digest())
                .isEqualTo(image.document().digest());
        assertThat(at.registry.requests()).isEmpty();
        assertThat(mirror.requests()).allMatch(each -> each.header("Authorization") == null);
    }

    @Test
    void amirrorThatAsksForAPasswordGetsOnlyItsOwn() throws IOException {
        try (TestRegistry closed =
                TestRegistry.start(RegistrySettings.OPEN.withAuth(RegistrySettings.Auth.BASIC))) {
            conf(
                    """
                    [[registry]]
                    location = "%s"
                    [[registry.mirror]]
                    location = "%s"
                    """
                            .formatted(at.registry.authority(), closed.authority()));
            addTo(at.registry, "a", "1");
            at.repository(at.userClient(), "a").document("1");
            assertThat(closed.requests())
                    .isNotEmpty()
                    .allMatch(each -> each.header("Authorization") == null);
        }
    }

    @Test
    void whateverAMirrorFailsWithTheNextIsTried() throws IOException {
        String dead;
        try (TestRegistry gone = TestRegistry.start()) {
            dead = gone.authority();
        }
        conf(
                """
                [[registry]]
                location = "%s"
                [[registry.mirror]]
                location = "%s"
                [[registry.mirror]]
                location = "%s"
                """
                        .formatted(at.registry.authority(), dead, mirror.authority()));
        at.add("a", "1", image);
        Repository repository = at.repository("a");
        assertThat(repository.document("1").digest()).isEqualTo(image.document().digest());

        addTo(mirror, "a", "1");
        mirror.fault("GET", "manifests", Fault.instead(Answer.error(403, "DENIED", "no")));
        assertThat(repository.document("1").digest()).isEqualTo(image.document().digest());

        // A blob that the mirror has wrong comes from the registry.
        byte[] layer = image.layers().getFirst();
        mirror.addBlob(
                "a", Fixture.layer(layer).digest().toString(), Fixture.noise(9, layer.length));
        Fixture.Memory sink = new Fixture.Memory();
        repository.fetch(Fixture.layer(layer), sink, _ -> {});
        assertThat(sink.blobs.get(Fixture.layer(layer).digest())).isEqualTo(layer);
        assertThat(at.events)
                .anyMatch(each ->
                        each instanceof RegistryEvent.Warned(String host, _)
                                && host.equals(mirror.authority()));
    }

    @Test
    void aDigestFromAMirrorIsVerified() throws IOException {
        conf(
                """
                [[registry]]
                location = "%s"
                [[registry.mirror]]
                location = "%s"
                """
                        .formatted(at.registry.authority(), mirror.authority()));
        at.add("a", "1", image);
        Image other = Fixture.image(Fixture.noise(5, 50));
        addTo(mirror, "a", null);
        mirror.fault("GET", "manifests", Fault.instead(Answer.of(200, other.document().bytes())));
        assertThat(at.repository("a").document(image.document().digest()).digest())
                .isEqualTo(image.document().digest());
    }

    @Test
    void mirrorsForTagsOrDigestsAlone() throws IOException {
        conf(
                """
                [[registry]]
                location = "%s"
                [[registry.mirror]]
                location = "%s"
                pull-from-mirror = "digest-only"
                """
                        .formatted(at.registry.authority(), mirror.authority()));
        at.add("a", "1", image);
        addTo(mirror, "a", "1");
        Repository repository = at.repository("a");
        repository.document("1");
        assertThat(mirror.requests()).isEmpty();
        repository.document(image.document().digest());
        assertThat(mirror.asked("registry GET /v2/a")).hasSize(1);
    }

    @Test
    void pushesGoToTheRegistryItself() throws IOException {
        conf(
                """
                [[registry]]
                location = "%s"
                [[registry.mirror]]
                location = "%s"
                """
                        .formatted(at.registry.authority(), mirror.authority()));
        new Pusher(at.client())
                .push(
                        at.reference("a:1"),
                        image.document(),
                        List.of(),
                        Fixture.Memory.of(image),
                        _ -> {});
        assertThat(mirror.requests()).isEmpty();
    }

    @Test
    void containerdsHosts() throws IOException {
        Path folderOfHost = at.etc.resolve("containerd/certs.d/far.example");
        Fixture.write(
                folderOfHost.resolve("hosts.toml"),
                """
                server = "https://api.far.example/base"
                ca = "own.pem"

                [host."%s"]
                capabilities = ["pull", "resolve"]
                [host."%s".header]
                x-team = ["one", "two"]
                [host."https://z.example:8443/prefix"]
                override_path = true
                skip_verify = true
                client = [["c.pem", "k.pem"], "both.pem"]
                """
                        .formatted(mirror.address(), mirror.address()));
        assertThat(places("far.example/x"))
                .containsExactly(
                        mirror.address() + "/v2/x",
                        "https://z.example:8443/prefix/x",
                        "https://api.far.example/base/v2/x");
        Hosts hosts = new Hosts(new Surroundings(Map.of(), at.home, at.etc));
        hosts.locations(Fixture.parsed("far.example/x"));
        assertThat(hosts.tls("z.example:8443"))
                .isEqualTo(
                        new Tls(
                                List.of(),
                                List.of(
                                        new Tls.Identity(
                                                folderOfHost.resolve("c.pem"),
                                                folderOfHost.resolve("k.pem")),
                                        new Tls.Identity(
                                                folderOfHost.resolve("both.pem"),
                                                folderOfHost.resolve("both.pem"))),
                                true));
        assertThat(hosts.tls("other.example")).isEqualTo(Tls.PLATFORM);
        assertThat(hosts.tls("api.far.example").authorities())
                .containsExactly(folderOfHost.resolve("own.pem"));

        addTo(mirror, "x", "1");
        at.client().repository(Fixture.parsed("far.example/x")).document("1");
        assertThat(mirror.requests().getLast().header("x-team")).isEqualTo("one, two");
        assertThat(mirror.requests().getLast().parameter("ns")).isEqualTo("far.example");
    }

    @Test
    void dockersMirrorsAreForTheHubAlone() throws RegistryException {
        Fixture.write(
                at.etc.resolve("docker/daemon.json"),
                """
                {"registry-mirrors": ["https://m.example/"],
                 "insecure-registries": ["i.example:5000"]}
                """);
        assertThat(places("busybox"))
                .containsExactly(
                        "https://m.example/v2/library/busybox",
                        "https://registry-1.docker.io/v2/library/busybox");
        assertThat(places("a.example/x")).hasSize(1);
        assertThat(places("i.example:5000/x")).containsExactly("null://i.example:5000/v2/x");
    }

    @Test
    void wholeNetworksMayBeInsecure() throws RegistryException {
        Fixture.write(
                at.etc.resolve("docker/daemon.json"),
                "{\"insecure-registries\": [\"10.0.0.0/8\"]}");
        assertThat(places("10.1.2.3:5000/x")).containsExactly("null://10.1.2.3:5000/v2/x");
        assertThat(places("11.1.2.3:5000/x")).containsExactly("https://11.1.2.3:5000/v2/x");
    }

    @Test
    void theHubIsMirroredUnderItsOwnName() throws IOException {
        Fixture.write(
                at.etc.resolve("docker/daemon.json"),
                "{\"registry-mirrors\": [\"%s\"]}".formatted(mirror.address()));
        addTo(mirror, "library/busybox", "1");
        Document found = at.client().repository(Fixture.parsed("busybox:1")).document("1");
        assertThat(found.digest()).isEqualTo(image.document().digest());
    }
}
