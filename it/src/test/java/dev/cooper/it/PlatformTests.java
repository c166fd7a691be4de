// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Index;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.Table;
import dev.cooper.testkit.registry.TestRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images for several platforms: built at once, kept under one tag, pushed and pulled as an index.
@Tag("once")
class PlatformTests {
    private static final String HOST = Platform.host().toString();
    private static final String OTHER = HOST.equals("linux/arm64") ? "linux/s390x" : "linux/arm64";

    @TempDir private Path temp;
    private TestRegistry registry;
    private Machine machine;

    @BeforeEach
    void start() {
        registry = TestRegistry.start();
        machine = machine("machine");
        machine.cooper().withBase("busybox");
    }

    private Machine machine(String name) {
        return Machine.in(temp.resolve(name), registry.authority());
    }

    @AfterEach
    void end() {
        registry.close();
    }

    private Context crossCompiled() {
        return Context.in(temp.resolve("cross"))
                .file("source", "text")
                .dockerfile(
                        "FROM --platform=$BUILDPLATFORM busybox AS tools",
                        "COPY source /",
                        "RUN echo tools > /tools",
                        "FROM tools AS build",
                        "ARG TARGETPLATFORM",
                        "ARG BUILDPLATFORM",
                        "RUN echo $TARGETPLATFORM on $BUILDPLATFORM > /out",
                        "FROM scratch",
                        "ARG TARGETARCH",
                        "LABEL arch=$TARGETARCH",
                        "COPY --from=build /out /",
                        "CMD [\"/out\"]");
    }

    /// The file /out of the image for a platform.
    private String out(Machine on, String image, String platform) {
        String id = on.ok("create", "--platform", platform, image).text();
        on.ok("cp", id + ":/out", temp.resolve("out").toString());
        on.ok("rm", id);
        return Command.of("cat", temp.resolve("out").toString()).run().ok().text();
    }

    private List<Descriptor> index(String repository, String tag) throws Exception {
        byte[] bytes = Objects.requireNonNull(registry.manifest(repository, tag));
        return Index.parse(bytes).manifests();
    }

    @Test
    void whatCompilesHereRunsOnceForAll() throws Exception {
        String name = registry.authority() + "/team/app:1";
        Result built =
                machine.build(
                                crossCompiled(),
                                "--platform",
                                HOST + "," + OTHER,
                                "-t",
                                name,
                                "--push")
                        .ok();
        BuildLog log = BuildLog.of(built.err());
        assertThat(log.steps().keySet())
                .filteredOn(each -> each.contains("RUN echo tools"))
                .containsExactly("[" + HOST + " tools 3/3] RUN echo tools > /tools");
        assertThat(log.steps().keySet())
                .filteredOn(each -> each.contains(" on "))
                .hasSize(2)
                .allMatch(each -> each.startsWith("[" + HOST + " build 1/1] RUN echo "));
        assertThat(out(machine, name, HOST)).isEqualTo(HOST + " on " + HOST);
        assertThat(out(machine, name, OTHER)).isEqualTo(OTHER + " on " + HOST);

        assertThat(index("team/app", "1"))
                .extracting(each -> String.valueOf(each.platform()))
                .containsExactly(HOST, OTHER);
        assertThat(registry.asked("registry PUT /v2/team/app/manifests"))
                .hasSize(3)
                .last()
                .isEqualTo("registry PUT /v2/team/app/manifests/1");
        assertThat(Table.of(machine.ok("images").out()).column("REPOSITORY"))
                .containsExactlyInAnyOrder(registry.authority() + "/team/app", "busybox");
        assertThat(
                        machine.build(crossCompiled(), "--platform", HOST + "," + OTHER, "-t", name)
                                .ok()
                                .err())
                .doesNotContainPattern("RUN echo tools.*\\n#\\d+ DONE");
        machine.ok("image", "prune", "-f");
        assertThat(out(machine, name, OTHER)).isEqualTo(OTHER + " on " + HOST);
        assertThat(machine.ok("rmi", name).out().lines())
                .filteredOn(line -> line.startsWith("Deleted: "))
                .hasSize(2);
    }

    @Test
    void anIndexGoesOnAsItCameIfAllOfItIsHere() throws Exception {
        String name = registry.authority() + "/app:1";
        machine.build(crossCompiled(), "--platform", OTHER + "," + HOST, "-t", name).ok();
        String pushed = machine.ok("push", name).out();
        byte[] index = Objects.requireNonNull(registry.manifest("app", "1"));

        Machine other = machine("other");
        other.ok("pull", name);
        String copy = registry.authority() + "/copy:1";
        other.ok("tag", name, copy);
        assertThat(other.ok("push", copy).out())
                .contains("only the available single-platform image was pushed")
                .contains(" -> " + index("app", "1").getLast().digest());
        assertThat(registry.manifest("copy", "1"))
                .isEqualTo(
                        registry.manifest("app", index("app", "1").getLast().digest().toString()));

        assertThat(other.run("create", "--pull", "never", "--platform", OTHER, name).exits(1).err())
                .contains("does not match the specified platform (" + OTHER + ")");
        assertThat(out(other, name, OTHER)).isEqualTo(OTHER + " on " + HOST);
        assertThat(out(other, name, HOST)).isEqualTo(HOST + " on " + HOST);
        assertThat(Table.of(other.ok("images", name).out()).column("TAG")).containsExactly("1");
        other.ok("tag", name, copy);
        assertThat(other.ok("push", copy).out()).doesNotContain("single-platform");
        assertThat(registry.manifest("copy", "1")).isEqualTo(index);
        assertThat(pushed).contains("size: " + index.length);
    }

    @Test
    void layoutsAndFoldersHoldAllPlatforms() throws Exception {
        Path layout = temp.resolve("layout");
        Path files = temp.resolve("files");
        Path tar = temp.resolve("files.tar");
        machine.build(
                        crossCompiled(),
                        "--platform",
                        HOST,
                        "--platform",
                        OTHER,
                        "-o",
                        "type=oci,tar=false,name=docker.io/library/app:1,dest=" + layout,
                        "-o",
                        files.toString(),
                        "-o",
                        "type=tar,dest=" + tar)
                .ok();
        String listed =
                Command.of("skopeo", "inspect", "--raw", "oci:" + layout + ":1").run().ok().out();
        assertThat(Index.parse(listed.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .satisfies(each -> assertThat(each.mediaType()).isEqualTo(MediaTypes.OCI_INDEX))
                .satisfies(each -> assertThat(each.manifests()).hasSize(2));
        assertThat(files.resolve(OTHER.replace('/', '_')).resolve("out"))
                .hasContent(OTHER + " on " + HOST);
        assertThat(Command.of("tar", "tf", tar.toString()).run().ok().out().lines())
                .contains(HOST.replace('/', '_') + "/out", OTHER.replace('/', '_') + "/out");
        assertThat(machine.ok("load", "--platform", OTHER, "-i", layout.toString()).out())
                .isEqualTo("Loaded image: app:1\n");
        assertThat(out(machine, "app:1", OTHER)).isEqualTo(OTHER + " on " + HOST);
        machine.build(crossCompiled(), "--platform", HOST + "," + OTHER, "-t", "both").ok();
        String saved = temp.resolve("saved.tar").toString();
        machine.ok("save", "-o", saved, "both");
        Machine other = machine("other");
        other.ok("load", "-i", saved, "--platform", OTHER);
        assertThat(out(other, "both", OTHER)).isEqualTo(OTHER + " on " + HOST);
        other.ok("load", "-i", saved);
        assertThat(out(other, "both", HOST)).isEqualTo(HOST + " on " + HOST);
        assertThat(
                        machine.build(
                                        crossCompiled(),
                                        "--platform",
                                        HOST + "," + OTHER,
                                        "-o",
                                        "type=docker,dest=" + temp.resolve("no.tar"))
                                .exits(1)
                                .err())
                .contains("docker exporter does not currently support exporting manifest lists");
    }

    @Test
    void programsOfAnotherMachineAreRefusedInWords() {
        byte[] program = new byte[64];
        System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}, 0, program, 0, 7);
        program[16] = 2;
        // No machine has this number, so none is emulated either.
        program[18] = 0x34;
        program[19] = 0x12;
        Context context =
                Context.in(temp.resolve("foreign"))
                        .file("sh", program)
                        .dockerfile("FROM scratch", "COPY --chmod=755 sh /bin/sh", "RUN true");
        assertThat(machine.build(context, "--platform", OTHER).exits(1).err())
                .contains(
                        "/bin/sh of the image for "
                                + OTHER
                                + " can't be run on this machine: it is made for the ELF machine 4660, and this machine has no emulator for that")
                .contains(">>> RUN true");
    }
}
