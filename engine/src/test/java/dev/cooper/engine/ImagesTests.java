// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cooper.engine.RemovedImage.Deleted;
import dev.cooper.engine.RemovedImage.Untagged;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTests {
    @TempDir Path temp;
    private Cooper cooper;
    private Images images;

    @BeforeEach
    void open() {
        cooper = Cooper.open(temp.resolve("store"));
        images = cooper.images();
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    private static List<String> tags(ImageSummary image) {
        return image.tags().stream().map(Reference::familiar).toList();
    }

    @Test
    void whatWasImportedIsFoundByEveryName() throws IOException {
        Digest id = Busybox.into(cooper, "box:1", List.of("CMD [\"sh\"]", "ENV A=1"));
        for (String name :
                List.of(
                        "box:1",
                        "docker.io/library/box:1",
                        id.toString(),
                        id.hex(),
                        id.shortHex(),
                        "sha256:" + id.shortHex())) {
            assertThat(images.find(name).id()).as(name).isEqualTo(id);
        }
        ImageSummary found = images.find("box:1");
        assertThat(tags(found)).containsExactly("box:1");
        assertThat(found.size()).isGreaterThan(Files.size(Path.of("/bin/busybox")));
        assertThat(found.config().config().cmd()).containsExactly("sh");
        assertThat(images.history("box:1"))
                .singleElement()
                .returns("Imported from -", HistoryEntry::comment)
                .returns(found.size(), HistoryEntry::size);
    }

    @Test
    void whatIsNotThereIsSaidInDockersWords() {
        assertThatThrownBy(() -> images.find("nosuch"))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("No such image: nosuch:latest");
        assertThatThrownBy(() -> images.history("abc123"))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("No such image: abc123:latest");
        assertThatThrownBy(() -> images.find("No/Such"))
                .isInstanceOf(CooperException.InvalidInput.class);
        assertThatThrownBy(() -> images.tag("nosuch", "x"))
                .isInstanceOf(CooperException.NotFound.class);
        assertThatThrownBy(() -> images.tag("nosuch", "X"))
                .hasMessageStartingWith(
                        "Error parsing reference: \"X\" is not a valid repository/tag:");
    }

    @Test
    void whatIsNoArchiveMakesNoImage() {
        ImportRequest request =
                new ImportRequest(
                        new ByteArrayInputStream(new byte[] {1, 2, 3}),
                        Optional.empty(),
                        List.of(),
                        "",
                        Platform.host());
        assertThatThrownBy(() -> images.importTar(request))
                .isInstanceOf(CooperException.InvalidInput.class);
        assertThat(images.list()).isEmpty();
    }

    @Test
    void aCutOffGzipMakesNoImage() throws IOException {
        byte[] header = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0};
        ImportRequest request =
                new ImportRequest(
                        new ByteArrayInputStream(header),
                        Optional.empty(),
                        List.of(),
                        "",
                        Platform.host());
        assertThatThrownBy(() -> images.importTar(request))
                .isInstanceOf(CooperException.InvalidInput.class);
        assertThat(images.list()).isEmpty();
    }

    @Test
    void theNewestTagComesFirst() throws IOException {
        Busybox.into(cooper, "one");
        Busybox.into(cooper, "two");
        images.tag("one", "three");
        assertThat(images.list())
                .extracting(ImagesTests::tags)
                .containsExactly(List.of("three:latest", "one:latest"), List.of("two:latest"));
    }

    @Test
    void anImageGoesWithItsLastName() throws IOException {
        Digest id = Busybox.into(cooper, "one");
        images.tag("one", "two");
        assertThat(images.remove("two", false)).containsExactly(new Untagged("two:latest"));
        assertThat(images.remove("one", false))
                .containsExactly(new Untagged("one:latest"), new Deleted(id.toString()));
        assertThat(images.list()).isEmpty();
    }

    @Test
    void byIdSeveralNamesNeedForce() throws IOException {
        Digest id = Busybox.into(cooper, "one");
        images.tag("one", "two");
        assertThatThrownBy(() -> images.remove(id.shortHex(), false))
                .isInstanceOf(CooperException.Conflict.class)
                .hasMessage(
                        "conflict: unable to delete "
                                + id.shortHex()
                                + " (must be forced) - image is referenced in multiple repositories");
        assertThat(images.remove(id.shortHex(), true))
                .containsExactlyInAnyOrder(
                        new Untagged("two:latest"),
                        new Untagged("one:latest"),
                        new Deleted(id.toString()));
    }

    @Test
    void anImageThatAContainerUsesStays() throws IOException {
        Digest id = Busybox.into(cooper, "one");
        ContainerView container = cooper.containers().create(ContainerSpec.of("one"));
        String user = container.id().substring(0, 12);
        assertThatThrownBy(() -> images.remove("one", false))
                .isInstanceOf(CooperException.Conflict.class)
                .hasMessage(
                        "conflict: unable to remove repository reference \"one\" (must force) - container "
                                + user
                                + " is using its referenced image "
                                + id.shortHex());
        assertThatThrownBy(() -> images.remove(id.toString(), false))
                .isInstanceOf(CooperException.Conflict.class)
                .hasMessage(
                        "conflict: unable to delete "
                                + id.shortHex()
                                + " (must be forced) - image is being used by stopped container "
                                + user);
        images.tag("one", "two");
        assertThat(images.remove("two", false)).hasSize(1);
        assertThat(images.remove("one", true)).hasSize(2);
        // Its files are still there.
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        cooper.containers().copyOut(container.id(), "/etc/passwd", tar, false);
        assertThat(tar.size()).isGreaterThan(512);
    }

    private byte[] save(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        images.save(List.of(names), out);
        return out.toByteArray();
    }

    private static List<String> entries(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive), TarLimits.DEFAULT)) {
            for (TarEntry each = tar.next(); each != null; each = tar.next()) {
                names.add(each.path().text());
            }
        }
        return names;
    }

    @Test
    void anArchiveHoldsEachBlobOnceAndIsTheSameEveryTime() throws IOException {
        Busybox.into(cooper, "box:1");
        Busybox.into(cooper, "box:2", List.of("CMD [\"id\"]"));
        byte[] both = save("box");
        List<String> names = entries(both);
        // One layer, two configurations, two manifests.
        assertThat(names.stream().filter(each -> each.startsWith("blobs/sha256/"))).hasSize(5);
        assertThat(names)
                .doesNotHaveDuplicates()
                .startsWith("blobs", "blobs/sha256")
                .endsWith("index.json", "manifest.json", "oci-layout", "repositories");
        assertThat(save("box:1", "box:2", "box:1")).isEqualTo(both);
        assertThatThrownBy(() -> images.save(List.of("no"), OutputStream.nullOutputStream()))
                .isInstanceOf(CooperException.NotFound.class);
    }

    @Test
    void othersReadTheArchiveInBothForms() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo is not installed");
        Digest id = Busybox.into(cooper, "box:1");
        Path file = temp.resolve("save.tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            images.save(List.of("box:1"), out);
        }
        String docker = skopeo("inspect", "docker-archive:" + file);
        String oci = skopeo("inspect", "oci-archive:" + file + ":1");
        String layer = images.find("box:1").config().diffIds().getFirst().toString();
        assertThat(docker).contains(layer).contains("\"Architecture\": \"amd64\"");
        assertThat(oci).contains(layer);
        Path copy = temp.resolve("copy");
        skopeo("copy", "docker-archive:" + file + ":box:1", "dir:" + copy);
        assertThat(copy.resolve(id.hex())).exists();
        skopeo("copy", "oci-archive:" + file, "dir:" + temp.resolve("copy2"));
        assertThat(temp.resolve("copy2").resolve(id.hex())).exists();
    }

    private static String skopeo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void anotherOpenStoreOnTheSameFolderSeesTheSame() throws IOException {
        try (Cooper other = Cooper.open(temp.resolve("store"))) {
            Digest id = Busybox.into(cooper, "one");
            assertThat(other.images().find("one").id()).isEqualTo(id);
            other.images().tag("one", "two");
            assertThat(tags(images.find(id.toString()))).contains("two:latest");
        }
    }
}
