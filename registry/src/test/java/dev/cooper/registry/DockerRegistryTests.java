// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.Fixture.Memory;
import dev.cooper.registry.RegistryEvent.Outcome;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Round trips with the registry that Debian has (`docker-registry`), on a port of loopback.
class DockerRegistryTests {
    private static final int CHUNK = 1 << 20;
    private static final byte[] LARGE = Fixture.noise(1, 3 * CHUNK + 5);
    private static final byte[] SMALL = Fixture.noise(2, 1000);

    /// bcrypt of `secret`.
    private static final String HTPASSWD =
            "user:$2y$05$KVgMg9Kd24cCi90OQRSwneVfnywd5qOZrKtyOE4tFeY4i3Ufd3loO\n";

    @TempDir Path folder;
    private @Nullable Process server;
    private String authority = "";

    @SuppressWarnings("NullAway.Init")
    private RegistryClient client;

    private void start(boolean passwords) throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = any.getLocalPort();
        }
        authority = "127.0.0.1:" + port;
        Path htpasswd = folder.resolve("htpasswd");
        Files.writeString(htpasswd, HTPASSWD);
        String auth =
                passwords
                        ? "auth:\n  htpasswd:\n    realm: test\n    path: " + htpasswd + "\n"
                        : "";
        Path config = folder.resolve("registry.yml");
        Files.writeString(
                config,
                """
                version: 0.1
                log:
                  level: error
                storage:
                  filesystem:
                    rootdirectory: %s
                  delete:
                    enabled: true
                http:
                  addr: %s
                %s\
                """
                        .formatted(folder.resolve("data"), authority, auth));
        Path log = folder.resolve("log");
        Process started =
                Command.of("docker-registry", "serve", config.toString())
                        .env("OTEL_TRACES_EXPORTER", "none")
                        .start(log, log);
        server = started;
        while (!listens(port)) {
            assertThat(started.isAlive()).as(() -> read(log)).isTrue();
        }
        client =
                RegistryClient.builder()
                        .surroundings(
                                new Surroundings(
                                        java.util.Map.of(),
                                        folder.resolve("home"),
                                        folder.resolve("etc")))
                        .limits(Limits.DEFAULT.withChunk(CHUNK))
                        .build();
    }

    private static boolean listens(int port) throws InterruptedException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            TimeUnit.MILLISECONDS.sleep(20);
            return false;
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    private Repository repository(String name) throws IOException {
        return client.repository(Fixture.parsed(authority + "/" + name));
    }

    @Test
    void pushPullTagsReferrersAndDelete() throws Exception {
        start(false);
        Image image = Fixture.image(LARGE, SMALL, new byte[0]);
        Document index = Fixture.index(image.document());
        var reference = Fixture.parsed(authority + "/team/app:1");
        new Pusher(client)
                .push(reference, index, List.of(image.document()), Memory.of(image), _ -> {});
        new Pusher(client)
                .push(
                        reference.withTag("2"),
                        image.document(),
                        List.of(),
                        Memory.of(image),
                        _ -> {});

        Memory sink = new Memory();
        RemoteImage pulled = new Puller(client).pull(reference, Fixture.PLATFORM, sink, _ -> {});
        assertThat(pulled.root()).isEqualTo(index.descriptor());
        assertThat(sink.blobs.get(Digest.sha256(LARGE))).isEqualTo(LARGE);
        assertThat(sink.blobs.get(Digest.sha256(SMALL))).isEqualTo(SMALL);

        Repository repository = repository("team/app");
        assertThat(repository.tags()).containsExactlyInAnyOrder("1", "2");
        assertThat(repository.resolve("1")).isEqualTo(index.descriptor());
        assertThat(repository.referrers(index.digest(), null)).isEmpty();

        repository.delete(image.document().digest());
        assertThatThrownBy(() -> repository.document("2"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
                            assertThat(e.code()).isEqualTo("MANIFEST_UNKNOWN");
                        });
        assertThatThrownBy(() -> repository("nothing").tags())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.code()).isEqualTo("NAME_UNKNOWN"));
    }

    @Test
    void mountAndExistence() throws Exception {
        start(false);
        Descriptor blob = Fixture.layer(LARGE);
        Repository one = repository("one");
        Repository two = repository("two");
        assertThat(one.exists(blob.digest())).isFalse();
        assertThat(one.push(blob, BlobSource.of(LARGE), List.of(), _ -> {}))
                .isEqualTo(Outcome.TRANSFERRED);
        assertThat(one.push(blob, BlobSource.of(LARGE), List.of(), _ -> {}))
                .isEqualTo(Outcome.EXISTS);
        assertThat(two.push(blob, BlobSource.of(LARGE), List.of("one"), _ -> {}))
                .isEqualTo(Outcome.MOUNTED);
        assertThat(two.exists(blob.digest())).isTrue();
        two.deleteBlob(blob.digest());
        assertThat(two.exists(blob.digest())).isFalse();
    }

    @Test
    void passwords() throws Exception {
        start(true);
        Image image = Fixture.image(SMALL);
        var reference = Fixture.parsed(authority + "/a:1");
        assertThatThrownBy(() ->
                        new Pusher(client)
                                .push(
                                        reference,
                                        image.document(),
                                        List.of(),
                                        Memory.of(image),
                                        _ -> {}))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                .hasMessageContaining("login " + authority);
        assertThatThrownBy(() -> client.login(authority, new Credential.Password("user", "wrong")))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED));
        client.login(authority, new Credential.Password("user", "secret"));
        new Pusher(client).push(reference, image.document(), List.of(), Memory.of(image), _ -> {});
        assertThat(new Puller(client).find(reference, Fixture.PLATFORM).document().digest())
                .isEqualTo(image.document().digest());
        assertThat(client.logout(authority)).isTrue();
        assertThatThrownBy(() -> repository("a").tags()).isInstanceOf(RegistryException.class);
    }
}
