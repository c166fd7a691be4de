// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.engine.ConvertRequest.Target;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvertTests {
    @TempDir Path temp;
    private Cooper cooper;
    private Images images;
    private Digest id;

    @BeforeEach
    void open() throws IOException {
        cooper = Cooper.open(temp.resolve("store"));
        images = cooper.images();
        id = Busybox.into(cooper, "box:1");
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    private Digest convert(String image, Path folder, Compression codec, int level) {
        return images.convert(
                new ConvertRequest(
                        image,
                        new Target.Folder(folder),
                        codec,
                        level == 0 ? OptionalInt.empty() : OptionalInt.of(level)));
    }

    private byte[] archive(Compression codec) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        images.convert(
                new ConvertRequest("box:1", new Target.Archive(out), codec, OptionalInt.empty()));
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void theSameImageComesBackAndTheBytesAreTheSameEveryTime(Compression codec) throws IOException {
        byte[] archive = archive(codec);
        assertThat(archive(codec)).isEqualTo(archive);
        Path folder = temp.resolve("layout");
        Digest manifest = convert("box:1", folder, codec, 0);
        Manifest read = Manifest.parse(images.layoutManifest(folder + ":1"));
        assertThat(Digest.sha256(read.toBytes())).isEqualTo(manifest);
        assertThat(read.config().digest()).isEqualTo(id);
        assertThat(read.layers())
                .singleElement()
                .returns(MediaTypes.ociLayer(codec), Descriptor::mediaType);
        images.remove("box:1", false);
        for (ImageSource source :
                List.of(
                        new ImageSource.At(folder),
                        new ImageSource.Stream(new ByteArrayInputStream(archive)))) {
            assertThat(images.load(source, Optional.empty()))
                    .extracting(LoadedImage::id)
                    .containsExactly(id);
            assertThat(images.find("box:1").id()).isEqualTo(id);
        }
    }

    @Test
    void theLevelCounts() {
        Path folder = temp.resolve("layout");
        Digest fast = convert("box:1", folder, Compression.ZSTD, 1);
        Digest small = convert("box:1", folder, Compression.ZSTD, 19);
        assertThat(fast).isNotEqualTo(small);
        assertThat(convert("box:1", folder, Compression.ZSTD, 19)).isEqualTo(small);
        assertThatThrownBy(() -> convert("box:1", folder, Compression.ZSTD, 20))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("from 1 to 19");
        assertThatThrownBy(() -> convert("box:1", folder, Compression.NONE, 1))
                .isInstanceOf(CooperException.InvalidInput.class);
        assertThatThrownBy(() -> convert("nosuch", folder, Compression.NONE, 0))
                .isInstanceOf(CooperException.NotFound.class);
    }

    @Test
    void aLayoutKeepsItsOtherImages() throws IOException {
        Path folder = temp.resolve("layout");
        Busybox.into(cooper, "box:2", List.of("CMD [\"id\"]"));
        convert("box:1", folder, Compression.GZIP, 0);
        convert("box:2", folder, Compression.GZIP, 0);
        Digest again = convert("box:1", folder, Compression.ZSTD, 0);
        Index index = Index.parse(images.layoutManifest(folder.toString()));
        assertThat(index.manifests()).hasSize(2);
        assertThat(index.manifests().getLast().digest()).isEqualTo(again);
        assertThat(images.layoutManifest(folder + "@" + again))
                .isEqualTo(images.layoutManifest("oci-layout://" + folder + ":1"));
        assertThatThrownBy(() -> images.layoutManifest(folder + ":3"))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("nothing called 3; there is 2, 1");
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("blobs", "index.json", "oci-layout");
        }
    }

    @Test
    void nothingIsWrittenThroughLinksOrIntoOtherFolders() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("other"));
        Files.writeString(folder.resolve("mine"), "x");
        assertThatThrownBy(() -> convert("box:1", folder, Compression.GZIP, 0))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("no OCI layout to add to");
        Path layout = temp.resolve("layout");
        convert("box:1", layout, Compression.GZIP, 0);
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.move(layout.resolve("blobs"), temp.resolve("blobs"));
        Files.createSymbolicLink(layout.resolve("blobs"), outside);
        assertThatThrownBy(() -> convert("box:1", layout, Compression.GZIP, 0))
                .isInstanceOf(CooperException.class);
        try (var files = Files.list(outside)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatIsExportedIsImportedAsTheSameTree() throws IOException {
        cooper.containers().create(ContainerSpec.builder("box:1").name("first").create());
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        cooper.containers().export("first", first);
        images.importTar(
                new ImportRequest(
                        new ByteArrayInputStream(first.toByteArray()),
                        Optional.of(References.parse("again")),
                        List.of("CMD [\"sh\"]"),
                        "",
                        Platform.host()));
        cooper.containers().create(ContainerSpec.builder("again").name("second").create());
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        cooper.containers().export("second", second);
        assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
        assertThatThrownBy(() -> cooper.containers().export("no", second))
                .isInstanceOf(CooperException.NotFound.class);
    }
}
