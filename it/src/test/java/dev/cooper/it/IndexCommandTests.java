// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Index;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Indexes in Debian's registry, as skopeo sees them.
@Tag("once")
class IndexCommandTests {
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
                        """
                                .formatted(temp.resolve("data"), authority));
        Path log = temp.resolve("log");
        server =
                Command.of("docker-registry", "serve", config.toString())
                        .env("OTEL_TRACES_EXPORTER", "none")
                        .start(log, log);
        while (!listens(port)) {
            assertThat(server.isAlive()).isTrue();
        }
        machine = Machine.in(temp.resolve("machine"), authority);
        Context context = Context.in(temp.resolve("context"));
        for (String each : new String[] {"one", "two", "three"}) {
            context.file("f", each)
                    .dockerfile("FROM scratch", "COPY f /", "CMD [\"" + each + "\"]");
            machine.build(context, "-t", authority + "/" + each + ":1").ok();
        }
        machine.ok("push", authority + "/one:1");
        machine.ok("push", authority + "/two:1");
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

    @AfterEach
    void stop() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    private String name(String rest) {
        return authority + "/" + rest;
    }

    private Result skopeo(String... words) {
        List<String> all = new ArrayList<>(List.of("skopeo"));
        all.addAll(List.of(words));
        return Command.of(all).run().ok();
    }

    private Index seenBySkopeo(String rest) throws Exception {
        String raw =
                skopeo("inspect", "--raw", "--tls-verify=false", "docker://" + name(rest)).out();
        return Index.parse(raw.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void manifestCreateAnnotatePushAndRemove() throws Exception {
        String list = name("list:1");
        machine.ok("manifest", "create", list, name("one:1"), name("three:1"));
        assertThat(machine.run("manifest", "create", list, name("two:1")).exits(1).err())
                .contains("refusing to amend an existing manifest list with no --amend flag");
        machine.ok("manifest", "create", "--amend", list, name("two:1"));
        machine.ok(
                "manifest",
                "annotate",
                list,
                name("two:1"),
                "--os",
                "linux",
                "--arch",
                "arm",
                "--variant",
                "v7");
        String inspected = machine.ok("manifest", "inspect", list).out();
        assertThat(inspected).contains("\"variant\": \"v7\"");
        String pushed = machine.ok("manifest", "push", "--purge", list).out();
        assertThat(pushed.lines().filter(each -> each.startsWith("Pushed ref"))).hasSize(3);
        assertThat(machine.run("manifest", "rm", list).exits(1).err())
                .isEqualTo("No such manifest: " + list + "\n");

        Index index = seenBySkopeo("list:1");
        assertThat(index.manifests())
                .extracting(each -> String.valueOf(each.platform()))
                .containsExactly("linux/amd64", "linux/amd64", "linux/arm/v7");
        Path copy = temp.resolve("copy");
        skopeo(
                "copy",
                "--all",
                "--src-tls-verify=false",
                "docker://" + list,
                "oci:" + copy + ":all");
        assertThat(
                        skopeo(
                                        "--override-arch",
                                        "arm",
                                        "--override-variant",
                                        "v7",
                                        "inspect",
                                        "--config",
                                        "--format",
                                        "{{.Config.Cmd}}",
                                        "--tls-verify=false",
                                        "docker://" + list)
                                .text())
                .isEqualTo("[two]");
        Machine other = Machine.in(temp.resolve("other"), authority);
        other.ok("pull", "--platform", "linux/arm/v7", list);
        assertThat(other.id(list)).isEqualTo(machine.id(name("two:1")));
    }

    @Test
    void imagetoolsCreateAndInspect() throws Exception {
        String made = name("made:1");
        String dry =
                machine.ok(
                                "buildx",
                                "imagetools",
                                "create",
                                "--dry-run",
                                name("one:1"),
                                name("two:1"))
                        .out();
        machine.ok("buildx", "imagetools", "create", "-t", made, name("one:1"), name("two:1"));
        Index index = seenBySkopeo("made:1");
        assertThat(index).isEqualTo(Index.parse(dry.strip().getBytes(StandardCharsets.UTF_8)));
        String shown = machine.ok("buildx", "imagetools", "inspect", made).out();
        for (Descriptor each : index.manifests()) {
            assertThat(shown).contains("  Name:      " + made + "@" + each.digest());
        }
        // The third image is only in the store.
        machine.ok("buildx", "imagetools", "create", "--append", "-t", made, name("three:1"));
        assertThat(seenBySkopeo("made:1").manifests())
                .hasSize(3)
                .startsWith(index.manifests().toArray(new Descriptor[0]));
        assertThat(
                        machine.ok(
                                        "buildx",
                                        "imagetools",
                                        "inspect",
                                        "--format",
                                        "{{len .Manifest.Manifests}}",
                                        made)
                                .text())
                .isEqualTo("3");
    }
}
