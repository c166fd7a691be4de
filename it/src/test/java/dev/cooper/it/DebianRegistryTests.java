// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.registry.TestAuthority;
import dev.cooper.testkit.registry.TokenServer;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To and from the registry that Debian has (`docker-registry`), with a password, and with skopeo
/// as another client of it.
@Tag("once")
class DebianRegistryTests {
    /// bcrypt of `secret`.
    private static final String HTPASSWD =
            "user:$2y$05$KVgMg9Kd24cCi90OQRSwneVfnywd5qOZrKtyOE4tFeY4i3Ufd3loO\n";

    @TempDir private Path temp;
    private @Nullable Process server;
    private String authority;
    private Machine machine;

    /// @param settings more of the configuration
    /// @param http more of its member `http`
    private void start(String settings, String http) throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = any.getLocalPort();
        }
        authority = "127.0.0.1:" + port;
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
                        %s%s\
                        """
                                .formatted(
                                        temp.resolve("data"), authority, http.indent(2), settings));
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

    private void startWithPasswords() throws Exception {
        Path passwords = Files.writeString(temp.resolve("htpasswd"), HTPASSWD);
        start("auth:\n  htpasswd:\n    realm: test\n    path: " + passwords + "\n", "");
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
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
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
        startWithPasswords();
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
        startWithPasswords();
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

    @Test
    void aSecondPushSendsNothing() throws Exception {
        start("", "");
        Context context =
                Context.in(temp.resolve("context"))
                        .file("a", "hello")
                        .dockerfile("FROM " + authority + "/box:1", "COPY a /a");
        machine.build(context, "-t", authority + "/one:1", "-t", authority + "/one:2", "--push")
                .ok();
        Result again = machine.ok("push", "-a", authority + "/one");
        assertThat(again.out().lines().filter(line -> line.endsWith(": Layer already exists")))
                .hasSize(4);
        assertThat(again.out()).doesNotContain(": Pushed");
        Result elsewhere =
                machine.build(context, "-t", authority + "/two:1", "-o", "type=registry").ok();
        assertThat(elsewhere.err()).contains("mounted from one").doesNotContain("pushing layer ");

        machine.build(
                        context,
                        "-t",
                        authority + "/three:1",
                        "-o",
                        "type=image,push=true,compression=zstd,force-compression=true")
                .ok();
        String raw = machine.ok("manifest", "inspect", authority + "/three:1").out();
        assertThat(raw).contains("tar+zstd").doesNotContain("tar+gzip");
        Machine other = machine("other");
        other.ok("pull", authority + "/three:1");
        assertThat(other.id(authority + "/three:1")).isEqualTo(machine.id(authority + "/one:1"));
    }

    @Test
    void layoutsOfOtherToolsGoBothWays() throws Exception {
        start("", "");
        machine.ok("push", authority + "/box:1");
        Path layout = temp.resolve("layout");
        skopeo(
                "copy",
                "--src-tls-verify=false",
                "docker://" + authority + "/box:1",
                "oci:" + layout + ":box");
        umoci("unpack", "--image", layout + ":box", temp.resolve("bundle").toString());
        Files.writeString(temp.resolve("bundle/rootfs/added"), "by umoci");
        umoci("repack", "--image", layout + ":more", temp.resolve("bundle").toString());
        umoci(
                "config",
                "--image",
                layout + ":more",
                "--config.cmd",
                "cat",
                "--config.cmd",
                "/added");
        skopeo(
                "copy",
                "--preserve-digests",
                "--dest-tls-verify=false",
                "oci:" + layout + ":more",
                "docker://" + authority + "/more:1");
        String digest =
                Command.of(
                                "skopeo",
                                "inspect",
                                "--format",
                                "{{.Digest}}",
                                "oci:" + layout + ":more")
                        .run()
                        .ok()
                        .text();
        Machine other = machine("other");
        assertThat(other.ok("pull", authority + "/more:1").out()).contains("Digest: " + digest);
        assertThat(other.ok("run", "--rm", authority + "/more:1").out()).isEqualTo("by umoci");
        other.ok("tag", authority + "/more:1", authority + "/back:1");
        assertThat(other.ok("push", authority + "/back:1").out()).contains(digest);
    }

    @Test
    void tokensOverTlsOfAnAuthorityOfOurOwn() throws Exception {
        TestAuthority ca = new TestAuthority(temp);
        ca.issue("server", "RSA", "san=ip:127.0.0.1");
        Path bundle = Files.writeString(temp.resolve("server.crt"), ca.certificate("server"));
        Path key = Files.writeString(temp.resolve("server.key"), ca.key("server"));
        try (TokenServer tokens = new TokenServer(ca, "server")) {
            start(
                    """
                    auth:
                      token:
                        realm: %s
                        service: %s
                        issuer: %s
                        rootcertbundle: %s
                    """
                            .formatted(
                                    tokens.realm(),
                                    TokenServer.SERVICE,
                                    TokenServer.ISSUER,
                                    bundle),
                    "tls:\n  certificate: %s\n  key: %s".formatted(bundle, key));
            Path home = temp.resolve("home");
            assertThat(at(home, "pull", authority + "/box:1").run().exits(1).err())
                    .contains("certificate");
            for (String each : List.of(authority, tokens.authority())) {
                Path folder = home.resolve(".config/docker/certs.d/" + each);
                Files.createDirectories(folder);
                Files.writeString(folder.resolve("ca.crt"), ca.certificate());
            }
            assertThat(at(home, "push", authority + "/box:1").run().exits(1).err())
                    .contains("denied: ");
            at(home, "login", "-u", "user", "--password-stdin", authority)
                    .input("secret")
                    .run()
                    .ok();
            at(home, "push", authority + "/box:1").run().ok();
            at(home, "tag", authority + "/box:1", authority + "/moved:1").run().ok();
            assertThat(at(home, "push", authority + "/moved:1").run().ok().out())
                    .contains("Mounted from box");
            assertThat(tokens.scopes())
                    .contains("repository:box:pull,push", "repository:moved:pull,push")
                    .allMatch(each -> each.matches("repository:(box|moved):(pull|pull,push)"));
            at(home, "logout", authority).run().ok();
            assertThat(at(home, "pull", authority + "/moved:1").run().ok().out())
                    .contains("Image is up to date");
        }
    }

    private Command at(Path home, String... words) {
        return machine.command(words).env("HOME", home.toString());
    }

    private static void umoci(String... words) {
        Command.of("umoci").with(words).run().ok();
    }

    private static void skopeo(String... words) {
        Command.of("skopeo").with("--insecure-policy").with(words).run().ok();
    }
}
