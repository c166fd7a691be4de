// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.Table;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.TestRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images under the hub's own names, from a registry that does as the hub does: a token for
/// everybody from one server, an index, blobs from a third. And pushes to it.
@Tag("once")
class PullTests {
    @TempDir private static Path shared;
    private static TestRegistry registry;
    private static Machine author;
    private static String index;

    @TempDir private Path temp;
    private Machine machine;

    @BeforeAll
    static void publish() throws Exception {
        registry = TestRegistry.start(RegistrySettings.HUB_LIKE);
        author = Machine.in(shared.resolve("author"), registry.authority());
        author.cooper().withBase("busybox");
        author.command("login", "-u", "user", "--password-stdin", registry.authority())
                .input("secret")
                .run()
                .ok();
        author.ok("tag", "busybox", registry.authority() + "/library/busybox:plain");
        author.ok("push", registry.authority() + "/library/busybox:plain");
        index = publishIndex("library/busybox", "plain", "latest");
    }

    /// An index with the image for this platform and another one that isn't there.
    private static String publishIndex(String repository, String from, String to) {
        byte[] manifest = Objects.requireNonNull(registry.manifest(repository, from));
        Descriptor of = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest);
        Descriptor other =
                Descriptor.of(MediaTypes.OCI_MANIFEST, new byte[] {'{', '}'})
                        .withPlatform(new Platform("linux", "s390x", null));
        byte[] bytes =
                new Index(
                                MediaTypes.OCI_INDEX,
                                List.of(other, of.withPlatform(Platform.host())),
                                Map.of())
                        .toBytes();
        return registry.addManifest(repository, to, MediaTypes.OCI_INDEX, bytes);
    }

    @AfterAll
    static void end() {
        registry.close();
    }

    @BeforeEach
    void machine() {
        machine = Machine.in(temp.resolve("machine"), registry.authority());
        registry.forgetRequests();
    }

    @AfterEach
    void noSecretWentAstray() {
        assertThat(registry.violations()).isEmpty();
    }

    @Test
    void theFirstCommandOnAnEmptyStore() {
        Result run = machine.ok("run", "--rm", "-e", "A=b", "busybox", "sh", "-c", "echo $A");
        assertThat(run.out()).isEqualTo("b\n");
        assertThat(run.err().lines().toList())
                .startsWith(
                        "Unable to find image 'busybox:latest' locally",
                        "latest: Pulling from library/busybox")
                .endsWith("Digest: " + index, "Status: Downloaded newer image for busybox:latest");
        registry.forgetRequests();
        assertThat(machine.ok("run", "--rm", "busybox", "true").err()).isEmpty();
        assertThat(registry.requests()).isEmpty();
        assertThat(machine.run("run", "--pull", "never", "busybox:2", "true").exits(125).err())
                .contains("No such image: busybox:2");
    }

    /// The very first command of the lab. The image is another one here, that says what it was
    /// told.
    @Test
    void theFirstCommandOfTheLab() {
        String name = "alexellis2/href-counter";
        author.build(
                        Context.in(temp.resolve("counter"))
                                .dockerfile(
                                        "FROM busybox",
                                        "ENTRYPOINT [\"sh\", \"-c\", \"echo links of $url\"]"),
                        "-t",
                        registry.authority() + "/" + name,
                        "--push")
                .ok();
        Result run = machine.ok("run", "-e", "url=http://blog.example.org/", name);
        assertThat(run.out()).isEqualTo("links of http://blog.example.org/\n");
        assertThat(run.err())
                .startsWith("Unable to find image '" + name + ":latest' locally\n")
                .endsWith("Status: Downloaded newer image for " + name + ":latest\n");
        assertThat(Table.of(machine.ok("images").out()).column("REPOSITORY")).containsExactly(name);
    }

    @Test
    void aShortNamesRegistryIsAskedOnce() throws Exception {
        String name = registry.authority() + "/team/tools";
        author.ok("tag", "busybox", name + ":1");
        author.ok("push", "-q", name + ":1");
        Files.writeString(
                machine.folder().resolve("registries.conf"),
                "[aliases]\n\"tools\" = \"" + name + "\"\n",
                StandardOpenOption.APPEND);
        machine.ok("run", "--rm", "tools:1", "true");
        registry.forgetRequests();
        machine.ok("run", "--rm", "tools:1", "true");
        Context context = Context.in(temp.resolve("short")).dockerfile("FROM tools:1", "RUN true");
        assertThat(machine.build(context).ok().err()).contains("[1/2] FROM " + name + ":1");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void pullSaysWhatDockerSays() {
        Result pulled = machine.ok("pull", "busybox");
        assertThat(pulled.err()).isEmpty();
        assertThat(pulled.out().replaceAll("(?m)^[0-9a-f]{12}:", "ID:"))
                .isEqualTo(
                        """
                        Using default tag: latest
                        latest: Pulling from library/busybox
                        ID: Pulling fs layer
                        ID: Download complete
                        ID: Pull complete
                        Digest: %s
                        Status: Downloaded newer image for busybox:latest
                        docker.io/library/busybox:latest
                        """
                                .formatted(index));
        assertThat(machine.ok("pull", "busybox:latest").out())
                .contains("Status: Image is up to date for busybox:latest");
        assertThat(machine.ok("pull", "-q", "busybox@" + index).out())
                .isEqualTo("docker.io/library/busybox@" + index + "\n");
        assertThat(machine.id("busybox")).isEqualTo(author.id("busybox"));
        assertThat(machine.ok("inspect", "-f", "{{json .RepoDigests}}", "busybox").text())
                .isEqualTo("[\"busybox@" + index + "\"]");
        assertThat(Table.of(machine.ok("images", "--digests").out()).column("DIGEST"))
                .containsExactly(index);
        assertThat(machine.ok("rmi", "busybox").out())
                .isEqualTo(
                        "Untagged: busybox:latest\nUntagged: busybox@%s\nDeleted: %s\n"
                                .formatted(index, author.id("busybox")));
    }

    @Test
    void whatIsNotThereOrNotForThisMachine() {
        assertThat(machine.run("pull", "busybox:nosuch").exits(1).err())
                .startsWith("Error response from daemon: ");
        assertThat(machine.run("pull", "--platform", "linux/arm64", "busybox").exits(1).err())
                .contains("linux/arm64");
        assertThat(machine.run("pull", "Bad").exits(1).err()).contains("must be lowercase");
        Result unknown = machine.run("pull", "nosuchhost.invalid/x").exits(1);
        assertThat(unknown.out()).isEqualTo("Using default tag: latest\n");
        assertThat(unknown.err())
                .isEqualTo(
                        "Error response from daemon: Get \"https://nosuchhost.invalid/v2/\": dial tcp: lookup nosuchhost.invalid: no such host\n");
        assertThat(machine.ok("images", "-q").out()).isEmpty();
    }

    @Test
    void buildsTakeTheirBasesFromTheHub() {
        Context context =
                Context.in(temp.resolve("context"))
                        .file("a", "a")
                        .dockerfile(
                                "FROM busybox AS build",
                                "RUN echo hello > /out",
                                "FROM scratch",
                                "COPY --from=build /out /",
                                "COPY --from=busybox:plain /bin/busybox /bin/sh");
        Result built = machine.build(context, "-t", "x").ok();
        assertThat(built.err())
                .contains("[internal] load metadata for docker.io/library/busybox:latest");
        registry.forgetRequests();
        assertThat(machine.build(context, "-t", "x").ok().err()).contains("CACHED");
        assertThat(registry.requests()).isEmpty();
        machine.build(context, "-t", "x", "--pull").ok();
        assertThat(registry.requests())
                .filteredOn(each -> each.path().endsWith("/busybox/manifests/latest"))
                .filteredOn(each -> each.header("Authorization") != null)
                .hasSize(1);
        Result missing =
                machine.build(
                                Context.in(temp.resolve("missing"))
                                        .dockerfile("FROM busybox:nosuch", "RUN true"))
                        .exits(1);
        assertThat(missing.err())
                .contains("no image docker.io/library/busybox:nosuch is in the store")
                .contains(">>> FROM busybox:nosuch");
    }

    @Test
    void aBuiltImageGoesOutAndComesInElsewhere() throws Exception {
        String name = registry.authority() + "/team/app";
        Context context =
                Context.in(temp.resolve("context"))
                        .file("a", "a")
                        .file("b", "b")
                        .dockerfile(
                                "FROM busybox", "COPY a /a", "COPY b /b", "CMD [\"cat\",\"/b\"]");
        assertThat(machine.build(context, "-t", name + ":1", "--push").exits(1).err())
                .contains("denied: requested access to the resource is denied")
                .contains("login " + registry.authority());
        machine.command("login", "-u", "user", "--password-stdin", registry.authority())
                .input("secret\n")
                .run()
                .ok();
        Result pushed = machine.build(context, "-t", name + ":1", "--push").ok();
        assertThat(pushed.err())
                .containsPattern("#\\d+ exporting to image\n")
                .contains("pushing layers for " + name + " done")
                .containsPattern("pushing manifest for " + name + ":1@sha256:[0-9a-f]{64} done");
        assertThat(pushed.err().lines().filter(line -> line.contains(" pushing layer ")))
                .hasSize(3);

        context.file("b", "changed");
        machine.build(context, "-t", name + ":2").ok();
        Result second = machine.ok("push", "-a", name);
        assertThat(second.out().lines().filter(line -> line.endsWith(": Pushed"))).hasSize(1);
        assertThat(second.out().lines().filter(line -> line.endsWith(": Layer already exists")))
                .hasSize(5);
        byte[] manifest = Objects.requireNonNull(registry.manifest("team/app", "2"));
        assertThat(second.out())
                .contains(
                        "2: digest: %s size: %d"
                                .formatted(Digest.sha256(manifest), manifest.length));
        assertThat(Manifest.parse(manifest).layers()).hasSize(3);
        assertThat(machine.ok("manifest", "inspect", name + ":2").text().replaceAll("\\s", ""))
                .isEqualTo(new String(manifest, java.nio.charset.StandardCharsets.UTF_8));

        Machine other = Machine.in(temp.resolve("other"), registry.authority());
        other.ok("pull", "-a", name);
        assertThat(other.id(name + ":1")).isEqualTo(machine.id(name + ":1"));
        assertThat(other.id(name + ":2")).isEqualTo(machine.id(name + ":2"));
        assertThat(other.ok("run", "--rm", name + ":2").out()).isEqualTo("changed");
        assertThat(other.ok("save", name + ":2").out())
                .isEqualTo(machine.ok("save", name + ":2").out());
        machine.ok("logout", registry.authority());
        assertThat(machine.run("push", name + ":1").exits(1).err()).contains("denied");
    }

    @Test
    void aTagThatMovesLeavesItsRepository() {
        String name = registry.authority() + "/moving";
        author.ok("tag", "busybox", name + ":1");
        author.ok("push", "-q", name + ":1");
        machine.ok("pull", name + ":1");
        String old = machine.id(name + ":1");
        author.build(
                        Context.in(temp.resolve("context"))
                                .dockerfile("FROM busybox", "LABEL a=" + System.nanoTime()),
                        "-t",
                        name + ":1")
                .ok();
        author.ok("push", name + ":1");
        machine.ok("pull", name + ":1");
        assertThat(
                        machine.ok("images", "--format", "{{.Repository}} {{.Tag}}", "--no-trunc")
                                .out()
                                .lines())
                .containsExactlyInAnyOrder(name + " 1", name + " <none>");
        assertThat(
                        machine.ok(
                                        "images",
                                        "--format",
                                        "{{.ID}}",
                                        "--no-trunc",
                                        "-f",
                                        "dangling=true")
                                .text())
                .isEqualTo(old);
    }

    @Test
    void wrongBytesLeaveNothing() throws Exception {
        byte[] manifest = Objects.requireNonNull(registry.manifest("library/busybox", "plain"));
        registry.addManifest("bad", "1", MediaTypes.OCI_MANIFEST, manifest);
        Manifest parsed = Manifest.parse(manifest);
        registry.addBlob(
                "bad",
                Objects.requireNonNull(
                        registry.blob("library/busybox", parsed.config().digest().toString())));
        Descriptor layer = parsed.layers().getFirst();
        byte[] bytes =
                Objects.requireNonNull(registry.blob("library/busybox", layer.digest().toString()))
                        .clone();
        bytes[bytes.length / 2] ^= 1;
        registry.addBlob("bad", layer.digest().toString(), bytes);
        Result failed = machine.run("pull", registry.authority() + "/bad:1").exits(1);
        assertThat(failed.err()).startsWith("Error response from daemon: ");
        assertThat(machine.ok("images", "-q").out()).isEmpty();
        assertThat(
                        machine.run("run", "--pull", "never", registry.authority() + "/bad:1")
                                .exits(125)
                                .err())
                .contains("No such image");
    }
}
