// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static dev.cooper.engine.TestArchive.ELSEWHERE;
import static dev.cooper.engine.TestArchive.config;
import static dev.cooper.engine.TestArchive.layer;
import static dev.cooper.engine.TestArchive.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTests {
    private static final byte[] ONE = layer("one", "1");
    private static final byte[] TWO = layer("two", "2");
    private static final String HEX = "a".repeat(64);

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

    private List<LoadedImage> load(byte[] tar) {
        return images.load(new ImageSource.Stream(new ByteArrayInputStream(tar)), Optional.empty());
    }

    private static List<String> tags(LoadedImage image) {
        return image.tags().stream().map(Reference::familiar).toList();
    }

    private static byte[] packed(Compression codec, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(bytes, 3)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private byte[] save(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        images.save(List.of(names), out);
        return out.toByteArray();
    }

    @Test
    void whatWasSavedComesBack() throws IOException {
        Digest first = Busybox.into(cooper, "box:1");
        Digest second = Busybox.into(cooper, "example.org/box:2", List.of("CMD [\"id\"]"));
        byte[] saved = save("box:1", "example.org/box:2", first.toString());
        images.remove("box:1", false);
        images.remove("example.org/box:2", false);
        List<LoadedImage> loaded = load(saved);
        assertThat(loaded).extracting(LoadedImage::id).containsExactly(first, second);
        assertThat(loaded)
                .extracting(LoadTests::tags)
                .containsExactly(List.of("box:1"), List.of("example.org/box:2"));
        assertThat(save("box:1", "example.org/box:2")).isEqualTo(saved);
    }

    @Test
    void compressedAsAWholeAndInMembers() throws IOException {
        Digest id = Busybox.into(cooper, "box:1");
        byte[] saved = save("box:1");
        for (Compression codec : List.of(Compression.GZIP, Compression.ZSTD)) {
            images.remove("box:1", false);
            assertThat(load(packed(codec, saved))).extracting(LoadedImage::id).containsExactly(id);
            assertThat(images.find("box:1").id()).isEqualTo(id);
        }
        images.remove("box:1", false);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int from = 0; from < saved.length; from += 300_000) {
            int to = Math.min(saved.length, from + 300_000);
            members.write(packed(Compression.GZIP, Arrays.copyOfRange(saved, from, to)));
        }
        assertThat(load(members.toByteArray())).extracting(LoadedImage::id).containsExactly(id);
    }

    @Test
    void aNameThatAnotherImageHadMovesAndIsTold() throws IOException {
        Digest old = Busybox.into(cooper, "box:1");
        byte[] saved = save("box:1");
        images.tag("box:1", "kept");
        Digest other = Busybox.into(cooper, "box:1", List.of("CMD [\"id\"]"));
        assertThat(load(saved))
                .singleElement()
                .returns(old, LoadedImage::id)
                .returns(Map.of(References.parse("box:1"), other), LoadedImage::replaced);
        assertThat(images.find("box:1").id()).isEqualTo(old);
        assertThat(load(saved).getFirst().replaced()).isEmpty();
    }

    /// As Docker 1.10 to 24 wrote it: a layer that two images share is a link in the second.
    @Test
    void theOlderFormWithLinkedLayers() {
        byte[] one = config(null, ONE, ONE, TWO);
        byte[] two = config(null, ONE);
        String first = Digest.sha256(one).hex();
        String second = Digest.sha256(two).hex();
        byte[] tar =
                new TestArchive()
                        .file("./" + first + ".json", one)
                        .file(second + ".json", two)
                        .file("a/layer.tar", ONE)
                        .link("b/layer.tar", "../a/layer.tar")
                        .link("c/layer.tar", "./../b/layer.tar")
                        .file("d/layer.tar", TWO)
                        .file("d/VERSION", "1.0")
                        .file("repositories", "{\"x\":{\"1\":\"d\"}}")
                        .file(
                                "manifest.json",
                                """
                                [{"Config":"%s.json","RepoTags":["x:1","x:2"],
                                  "Layers":["a/layer.tar","b/layer.tar","d/layer.tar"]},
                                 {"Config":"%s.json","RepoTags":null,"Layers":["c/layer.tar"]}]
                                """
                                        .formatted(first, second))
                        .tar();
        List<LoadedImage> loaded = load(tar);
        assertThat(loaded)
                .extracting(LoadTests::tags)
                .containsExactly(List.of("x:1", "x:2"), List.of());
        assertThat(images.find("x:2").config().diffIds())
                .containsExactly(Digest.sha256(ONE), Digest.sha256(ONE), Digest.sha256(TWO));
        assertThat(images.find(loaded.getLast().id().toString()).config().diffIds()).hasSize(1);
    }

    @Test
    void theFirstFormWithRepositoriesAlone() {
        String base = "0".repeat(64);
        byte[] tar =
                new TestArchive()
                        .file(
                                base + "/json",
                                """
                                {"id":"%s","created":"2014-01-02T03:04:05Z","architecture":"amd64","os":"linux",
                                 "container_config":{"Cmd":["/bin/sh","-c","#(nop) ADD"]}}
                                """
                                        .formatted(base))
                        .file(base + "/layer.tar", ONE)
                        .file(
                                HEX + "/json",
                                """
                                {"id":"%s","parent":"%s","architecture":"amd64","os":"linux",
                                 "container_config":{"Cmd":["/bin/sh","-c","two"]},"config":{"Cmd":["run"]}}
                                """
                                        .formatted(HEX, base))
                        .file(HEX + "/layer.tar", TWO)
                        .file(
                                "repositories",
                                "{\"old\":{\"1\":\"%s\",\"2\":\"%s\"}}".formatted(HEX, HEX))
                        .tar();
        assertThat(load(tar))
                .singleElement()
                .extracting(LoadTests::tags)
                .isEqualTo(List.of("old:1", "old:2"));
        ImageSummary image = images.find("old:1");
        assertThat(image.config().diffIds())
                .containsExactly(Digest.sha256(ONE), Digest.sha256(TWO));
        assertThat(image.config().config().cmd()).containsExactly("run");
        assertThat(images.history("old:1"))
                .extracting(HistoryEntry::createdBy)
                .containsExactly("/bin/sh -c two", "/bin/sh -c #(nop) ADD");
    }

    @Test
    void aLayoutAsTarAndAsFolder() throws IOException {
        TestArchive layout = new TestArchive();
        byte[] config = config(null, ONE, TWO);
        Descriptor image =
                layout.image(
                        config,
                        layout.blob(MediaTypes.OCI_LAYER_GZIP, packed(Compression.GZIP, ONE)),
                        layout.blob(MediaTypes.OCI_LAYER_ZSTD, packed(Compression.ZSTD, TWO)));
        layout.layout(
                named(image, "example.org/x:1"),
                named(image, "latest"),
                image.withAnnotations(
                        Map.of(
                                OciLayout.CONTAINERD_NAME,
                                "docker.io/library/y:2",
                                OciLayout.REF_NAME,
                                "2")));
        for (ImageSource source :
                List.of(
                        new ImageSource.Stream(new ByteArrayInputStream(layout.tar())),
                        new ImageSource.At(layout.folder(temp.resolve("layout"))))) {
            assertThat(images.load(source, Optional.empty()))
                    .singleElement()
                    .returns(Digest.sha256(config), LoadedImage::id)
                    .returns(List.of("example.org/x:1", "y:2"), LoadTests::tags);
            images.remove("example.org/x:1", false);
            images.remove("y:2", false);
        }
    }

    @Test
    void onePlatformOfSeveral() {
        TestArchive layout = new TestArchive();
        Descriptor here = layout.image((Platform) null, ONE);
        Descriptor there = layout.image(ELSEWHERE, TWO);
        Descriptor attestation =
                layout.image((Platform) null, layer("x", "y"))
                        .withPlatform(new Platform("unknown", "unknown", null));
        Descriptor inner = layout.index(there.withPlatform(ELSEWHERE), here, attestation);
        layout.layout(named(layout.index(inner, inner, attestation), "many:1"));
        assertThat(load(layout.tar())).hasSize(1);
        assertThat(images.find("many:1").config().diffIds()).containsExactly(Digest.sha256(ONE));
        images.load(
                new ImageSource.Stream(new ByteArrayInputStream(layout.tar())),
                Optional.of(ELSEWHERE));
        assertThat(images.find("many:1").config().diffIds()).containsExactly(Digest.sha256(TWO));
        assertThat(images.find("many:1").config().platform()).isEqualTo(ELSEWHERE);
    }

    @Test
    void platformsSideBySideWithoutAnIndexOfTheirOwn() {
        TestArchive layout = new TestArchive();
        layout.layout(
                layout.image(ELSEWHERE, TWO).withPlatform(ELSEWHERE),
                layout.image((Platform) null, ONE).withPlatform(Platform.host()));
        LoadedImage loaded = load(layout.tar()).getFirst();
        assertThat(loaded.tags()).isEmpty();
        assertThat(images.find(loaded.id().toString()).config().diffIds())
                .containsExactly(Digest.sha256(ONE));
    }

    @Test
    void theOnlyImageIsTakenWhateverItsPlatform() {
        TestArchive layout = new TestArchive();
        layout.layout(named(layout.index(layout.image(ELSEWHERE, ONE)), "x:1"));
        assertThat(load(layout.tar())).hasSize(1);
        assertThat(images.find("x:1").config().platform()).isEqualTo(ELSEWHERE);
    }

    @Test
    void aLayerThatIsThereIsReadButNotKeptTwice() {
        byte[] three = config(null, TWO, ONE);
        TestArchive archive = new TestArchive().file("1", ONE).file("2", TWO);
        List<String> listed = new ArrayList<>();
        for (byte[] each : List.of(config(null, ONE), three)) {
            String hex = Digest.sha256(each).hex();
            archive.file(hex + ".json", each);
            listed.add(
                    "{\"Config\":\"%s.json\",\"RepoTags\":[\"x:%d\"],\"Layers\":[%s]}"
                            .formatted(
                                    hex,
                                    listed.size(),
                                    listed.isEmpty() ? "\"1\"" : "\"2\",\"1\""));
        }
        archive.file("manifest.json", listed.toString());
        load(archive.tar());
        load(archive.tar());
        assertThat(images.find("x:1").config().diffIds())
                .containsExactly(Digest.sha256(TWO), Digest.sha256(ONE));
        // Its bytes are checked all the same.
        archive.file("1", layer("one", "another"));
        assertThat(catchThrowable(() -> load(archive.tar())))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("the layer 1 is sha256:");
    }
}
