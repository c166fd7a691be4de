// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTests {
    private static final String SCRIPT =
            "echo x > /tmp/new; echo x >> /etc/group; /bin/busybox rm /etc/passwd";

    @TempDir Path temp;
    private Cooper cooper;

    @BeforeEach
    void open() {
        cooper = Cooper.open(temp.resolve("store"));
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    private Digest build(String tag, String... lines) throws Exception {
        Path folder = Files.createTempDirectory(temp, "context");
        Files.write(folder.resolve("Dockerfile"), List.of(lines));
        Files.write(folder.resolve("large"), new byte[1000]);
        Files.writeString(folder.resolve("small"), "small");
        Files.writeString(folder.resolve("other"), "other");
        return cooper.build(BuildRequest.of(folder).tag(tag).create()).image();
    }

    private ImageLayers layers(String image, int depth, int layer) throws Exception {
        return cooper.images().layers(new LayersRequest(image, depth, layer, 1));
    }

    private static List<String> told(ImageLayers.Layer layer) {
        return layer.entries().stream()
                .map(each ->
                        "%s %s %d/%d %d %s"
                                .formatted(
                                        each.change(),
                                        each.path(),
                                        each.wasted(),
                                        each.size(),
                                        each.hiddenBy(),
                                        each.replaced()))
                .toList();
    }

    @Test
    void layersTellWhatIsWasted() throws Exception {
        build("x:1", "FROM scratch", "COPY large small /d/", "COPY other /d/large", "ENV A=1");
        ImageLayers image = layers("x:1", 9, 0);
        assertThat(image.size()).isEqualTo(1010);
        assertThat(image.wasted()).isEqualTo(1000);
        assertThat(image.efficiency()).isBetween(0.0098, 0.01);
        assertThat(image.mostWasted()).containsExactly(new ImageLayers.Waste("/d/large", 1000, 1));
        assertThat(image.complete()).isTrue();
        assertThat(image.layers())
                .extracting(ImageLayers.Layer::createdBy)
                .containsExactly(
                        "COPY large small /d/ # buildkit", "COPY other /d/large # buildkit");
        assertThat(told(image.layers().getFirst()))
                .containsExactly(
                        "ADDED /d 1000/1005 0 false",
                        "ADDED /d/large 1000/1000 2 true",
                        "ADDED /d/small 0/5 0 false");
        assertThat(told(image.layers().getLast()))
                .containsExactly("SAME /d 0/5 0 false", "CHANGED /d/large 0/5 0 false");
        assertThat(told(layers("x:1", 1, 0).layers().getFirst()))
                .as("what is deeper counts")
                .containsExactly("ADDED /d 1000/1005 0 false");
        assertThat(layers("x:1", 9, 2).layers().getFirst().entries()).isEmpty();
        assertThatThrownBy(() -> layers("x:1", 9, 3))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("the image has 2 layers, and no layer 3");
    }

    @Test
    void aFileOfSeveralNamesIsWastedWithItsLast() throws Exception {
        Busybox.into(cooper, "box:1");
        build(
                "x:1",
                "FROM box:1",
                "COPY large /d/a",
                "RUN [\"/bin/busybox\", \"ln\", \"/d/a\", \"/d/b\"]",
                "RUN [\"/bin/busybox\", \"rm\", \"/d/a\"]",
                "RUN [\"/bin/busybox\", \"rm\", \"/d/b\"]");
        ImageLayers image = layers("x:1", 2, 0);
        List<ImageLayers.Layer> layers = image.layers();
        assertThat(layers).extracting(ImageLayers.Layer::size).endsWith(1000L, 1000L, 0L, 0L);
        assertThat(layers).extracting(ImageLayers.Layer::wasted).endsWith(1000L, 1000L, 0L, 0L);
        assertThat(told(layers.get(3))).contains("DELETED /d/a 0/0 0 false");
    }

    private List<String> diff(String before, String after, boolean times) throws Exception {
        List<String> told = new ArrayList<>();
        cooper.images()
                .diff(
                        before,
                        after,
                        times,
                        each -> told.add(each.kind() + " " + each.path() + " " + each.aspects()));
        return told;
    }

    @Test
    void diffTellsFilesSettingsAndSteps() throws Exception {
        Busybox.into(cooper, "box:1");
        build("x:1", "FROM box:1", "COPY small large /d/", "ENV A=1 B=1", "LABEL l=1", "CMD one");
        build(
                "x:2",
                "FROM box:1",
                "COPY --chown=1:1 small /d/",
                "COPY other /d/new",
                "COPY other /bin/sh",
                "ENV A=1 B=2",
                "CMD two");
        List<FileChange> changes = new ArrayList<>();
        ImageDifference difference = cooper.images().diff("x:1", "x:2", false, changes::add);
        assertThat(changes)
                .extracting(each -> each.kind() + " " + each.path() + " " + each.aspects())
                .containsExactly(
                        "CHANGED /bin/busybox [CONTENT, MODE]",
                        "CHANGED /d [OWNER]",
                        "DELETED /d/large []",
                        "ADDED /d/new []",
                        "CHANGED /d/small [OWNER]");
        assertThat(difference.sameLayers()).isEqualTo(1);
        assertThat(difference.settings())
                .filteredOn(each -> !each.name().equals("created"))
                .containsExactly(
                        new ImageDifference.Setting("Env B", Optional.of("1"), Optional.of("2")),
                        new ImageDifference.Setting(
                                "Cmd",
                                Optional.of("[\"/bin/sh\",\"-c\",\"one\"]"),
                                Optional.of("[\"/bin/sh\",\"-c\",\"two\"]")),
                        new ImageDifference.Setting(
                                "Labels l", Optional.of("1"), Optional.empty()));
        assertThat(difference.sameSteps()).isEqualTo(1);
        assertThat(difference.stepsAfter())
                .extracting(HistoryEntry::createdBy)
                .startsWith("COPY --chown=1:1 small /d/ # buildkit")
                .endsWith("CMD [\"/bin/sh\" \"-c\" \"two\"]");
        assertThat(difference.before().layers()).isEqualTo(2);
        assertThat(diff("x:1", "x:1", true)).isEmpty();
    }

    @Test
    void sameContentInOtherLayersIsNoDifference() throws Exception {
        build("x:1", "FROM scratch", "COPY small other /d/");
        build("x:2", "FROM scratch", "COPY small /d/", "COPY other /d/");
        assertThat(diff("x:1", "x:2", false)).isEmpty();
        build("x:3", "FROM scratch", "COPY small /d/", "COPY small /d/other");
        assertThat(diff("x:1", "x:3", false)).containsExactly("CHANGED /d/other [CONTENT]");
    }

    @Test
    void aContainersChangesAreDockers() throws Exception {
        Busybox.into(cooper, "box:1");
        ContainerView made =
                cooper.containers()
                        .create(
                                ContainerSpec.builder("box:1")
                                        .command("sh", "-c", SCRIPT)
                                        .network(NetworkMode.NONE)
                                        .create());
        assertThat(cooper.containers().changes(made.id())).isEmpty();
        cooper.containers()
                .start(
                        made.id(),
                        new ContainerStreams(
                                Optional.empty(),
                                OutputStream.nullOutputStream(),
                                OutputStream.nullOutputStream()));
        assertThat(cooper.containers().changes(made.id()))
                .extracting(each -> each.kind() + " " + each.path())
                .containsExactly(
                        "CHANGED /etc",
                        "CHANGED /etc/group",
                        "DELETED /etc/passwd",
                        "CHANGED /tmp",
                        "ADDED /tmp/new");
        assertThatThrownBy(() -> cooper.containers().changes("none"))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("No such container: none");
    }

    @Test
    void aFileOfTheWebComesWholeAndGoes() throws Exception {
        try (TestRegistry server = TestRegistry.start()) {
            String blob = server.addBlob("x", "tar".getBytes(UTF_8));
            String address = server.address() + "/v2/x/blobs/";
            try (InputStream in = cooper.images().download(URI.create(address + blob))) {
                assertThat(in).hasBinaryContent("tar".getBytes(UTF_8));
            }
            assertThatThrownBy(() ->
                            cooper.images()
                                    .download(URI.create(address + Digest.sha256(new byte[1]))))
                    .isInstanceOf(CooperException.InvalidInput.class)
                    .hasMessageContaining("404");
        }
        try (Stream<Path> files = Files.walk(temp.resolve("store/tmp"))) {
            assertThat(files.filter(each -> each.endsWith("file"))).isEmpty();
        }
    }
}
