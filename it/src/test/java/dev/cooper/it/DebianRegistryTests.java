// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To and from the registry that Debian has (`docker-registry`), with a password, and with skopeo
/// as another client of it.
class DebianRegistryTests {
    /// bcrypt of `secret`.
    private static final String HTPASSWD =
            "user:$2y$05$KVgMg9Kd24cCi90OQRSwneVfnywd5qOZrKtyOE4tFeY4i3Ufd3loO\n";

    @TempDir private Path temp;
    private Process server;
    private String authority;
    private Machine machine;

    @BeforeEach
    void start() throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = any.getLocalPort();
        }
        authority = "127.0.0.1:" + port;
        Path passwords = Files.writeString(temp.resolve("htpasswd"), HTPASSWD);
        Path config =
                Files.writeString(
                        temp.resolve("registry.yml"),
                        """
                        version: 0.1
                        log:
                          level: error
                        storage:
                          filesystem:
                            rootdirectory: %s
                        http:
                          addr: %s
                        auth:
                          htpasswd:
                            realm: test
                            path: %s
                        """
                                .formatted(temp.resolve("data"), authority, passwords));
        Path log = temp.resolve("log");
        server =
                Command.of("docker-registry", "serve", config.toString())
                        .env("OTEL_TRACES_EXPORTER", "none")
                        .start(log, log);
        while (!listens(port)) {
            assertThat(server.isAlive()).as(() -> read(log)).isTrue();
        }
        machine = machine("machine");
        machine.cooper().withBase("busybox");
        machine.ok("tag", "busybox", authority + "/box:1");
    }

    private Machine machine(String name) {
        return Machine.in(temp.resolve(name), authority);
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
        server.destroyForcibly().waitFor();
    }

    private void login(Machine on) {
        Result done =
                on.command("login", "-u", "user", "--password-stdin", authority)
                        .input("secret")
                        .run()
                        .ok();
        assertThat(done.out()).isEqualTo("Login Succeeded\n");
    }

    @Test
    void passwordsAreAskedForAndKept() throws Exception {
        Result refused = machine.run("push", authority + "/box:1").exits(1);
        assertThat(refused.err())
                .startsWith("Error response from daemon: denied: ")
                .contains("login " + authority);
        Result wrong =
                machine.command("login", "-u", "user", "--password-stdin", authority)
                        .input("wrong")
                        .run()
                        .exits(1);
        assertThat(wrong.err()).contains("unauthorized").doesNotContain("wrong");
        login(machine);
        Path kept = temp.resolve("machine/docker/config.json");
        assertThat(kept).content().contains(authority);
        machine.ok("push", authority + "/box:1");
        machine.ok("logout", authority);
        assertThat(kept).content().doesNotContain(authority);
        assertThat(machine.run("pull", authority + "/box:1").exits(1).err())
                .contains("pull access denied");
    }

    @Test
    void roundTripsWithAnotherClient() throws Exception {
        login(machine);
        Context context =
                Context.in(temp.resolve("context"))
                        .file("a", "hello")
                        .dockerfile(
                                "FROM " + authority + "/box:1",
                                "COPY a /a",
                                "CMD [\"cat\",\"/a\"]");
        machine.ok("push", authority + "/box:1");
        machine.build(context, "-t", authority + "/app:1").ok();
        String pushed = machine.ok("push", authority + "/app:1").out();
        assertThat(pushed).contains("Mounted from box").contains(": Pushed");

        Path copy = temp.resolve("copy");
        skopeo(
                "copy",
                "--src-creds",
                "user:secret",
                "--src-tls-verify=false",
                "docker://" + authority + "/app:1",
                "dir:" + copy);
        String digest = pushed.replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
        assertThat(copy.resolve("manifest.json")).exists();
        skopeo(
                "copy",
                "--preserve-digests",
                "--dest-creds",
                "user:secret",
                "--dest-tls-verify=false",
                "dir:" + copy,
                "docker://" + authority + "/copied:1");

        Machine other = machine("other");
        login(other);
        assertThat(other.ok("pull", authority + "/copied:1").out()).contains("Digest: " + digest);
        assertThat(other.id(authority + "/copied:1")).isEqualTo(machine.id(authority + "/app:1"));
        assertThat(other.ok("run", "--rm", authority + "/copied:1").out()).isEqualTo("hello");
        // It goes out as it came.
        other.ok("tag", authority + "/copied:1", authority + "/again:1");
        assertThat(other.ok("push", authority + "/again:1").out()).contains(digest);
    }

    private static void skopeo(String... words) {
        Command.of("skopeo").with("--insecure-policy").with(words).run().ok();
    }
}
