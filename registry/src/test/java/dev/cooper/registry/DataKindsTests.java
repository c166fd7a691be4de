// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.registry.DataKind.Data;
import dev.cooper.registry.RegistryEvent.Outcome;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of data goes to a registry and comes back byte for byte, or is refused by the
/// registry in words.
class DataKindsTests {
    /// What Debian's registry takes from nobody: indexes of what it hasn't got, and manifests by
    /// other hashes than its own.
    private static final Set<DataKind> NOT_AT_DEBIANS =
            EnumSet.of(DataKind.SPARSE, DataKind.SHA512);

    @TempDir Path folder;

    private RegistryClient client() throws RegistryException {
        return RegistryClient.builder()
                .surroundings(
                        new Surroundings(Map.of(), folder.resolve("home"), folder.resolve("etc")))
                .limits(Limits.DEFAULT.withAttempts(2))
                .build();
    }

    private static Repository repository(RegistryClient client, String authority, DataKind kind)
            throws IOException {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return client.repository(Fixture.parsed(authority + "/kinds/" + name + ":1"));
    }

    private static void push(Repository to, Data data) throws IOException {
        for (Map.Entry<Descriptor, byte[]> each : data.blobs().entrySet()) {
            assertThat(to.push(each.getKey(), BlobSource.of(each.getValue()), List.of(), _ -> {}))
                    .isIn(Outcome.TRANSFERRED, Outcome.EXISTS);
        }
        for (Document each : data.documents()) {
            to.put(each, null);
        }
        Document last = data.documents().getLast();
        if (last.digest().algorithm().equals("sha256")) {
            to.put(last, "1");
        }
    }

    private static void checkThere(Repository from, Data data) throws IOException {
        for (Document each : data.documents()) {
            Document there = from.document(each.digest());
            assertThat(there.bytes()).isEqualTo(each.bytes());
            assertThat(there.descriptor()).isEqualTo(each.descriptor());
        }
        Document last = data.documents().getLast();
        if (last.digest().algorithm().equals("sha256")) {
            assertThat(from.document("1").bytes()).isEqualTo(last.bytes());
            assertThat(from.resolve("1")).isEqualTo(last.descriptor());
            assertThat(from.tags()).contains("1");
        }
        for (Map.Entry<Descriptor, byte[]> each : data.blobs().entrySet()) {
            try (InputStream in = from.open(each.getKey())) {
                assertThat(in.readAllBytes()).isEqualTo(each.getValue());
            }
        }
        Digest subject = data.subject();
        if (subject != null) {
            assertThat(from.referrers(subject, null))
                    .extracting(each -> each.manifest().digest())
                    .containsExactly(last.digest());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SPARSE", mode = EnumSource.Mode.EXCLUDE)
    void toOneAndBack(DataKind kind) throws IOException {
        Data data = kind.make();
        try (TestRegistry registry = TestRegistry.start();
                RegistryClient client = client();
                RegistryClient other = client()) {
            push(repository(client, registry.authority(), kind), data);
            checkThere(repository(other, registry.authority(), kind), data);
        }
    }

    @Test
    void ofASparseIndexWhatIsThereIsToBeHad() throws IOException {
        Data data = DataKind.SPARSE.make();
        try (TestRegistry registry = TestRegistry.start();
                RegistryClient client = client()) {
            Repository repository = repository(client, registry.authority(), DataKind.SPARSE);
            assertThatThrownBy(() -> push(repository, data))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN"));
            Document index = data.documents().getLast();
            registry.addManifest("kinds/sparse", "1", index.mediaType(), index.bytes());
            checkThere(repository, data);
            Digest missing = index.index().manifests().getLast().digest();
            assertThatThrownBy(() -> repository.document(missing))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
        }
    }

    @Test
    void toDebiansRegistryAndBack() throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = any.getLocalPort();
        }
        String authority = "127.0.0.1:" + port;
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
                http:
                  addr: %s
                validation:
                  manifests:
                    urls:
                      allow:
                        - .*
                """
                        .formatted(folder.resolve("data"), authority));
        Path log = folder.resolve("log");
        Process server =
                Command.of("docker-registry", "serve", config.toString())
                        .env("OTEL_TRACES_EXPORTER", "none")
                        .start(log, log);
        try (RegistryClient client = client();
                RegistryClient other = client()) {
            while (!listens(port)) {
                assertThat(server.isAlive()).isTrue();
            }
            for (DataKind kind : DataKind.values()) {
                Data data = kind.make();
                if (NOT_AT_DEBIANS.contains(kind)) {
                    assertThatThrownBy(() -> push(repository(client, authority, kind), data))
                            .as(kind.name())
                            .isInstanceOf(RegistryException.class);
                } else {
                    push(repository(client, authority, kind), data);
                    checkThere(repository(other, authority, kind), data);
                }
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
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
}
