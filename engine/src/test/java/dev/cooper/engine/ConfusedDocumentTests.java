// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents of a layout that two readers could take for two things.
class ConfusedDocumentTests {
    private static final byte[] ONE = TestArchive.layer("one", "1");

    @TempDir Path temp;
    private final TestArchive layout = new TestArchive();
    private Cooper cooper;

    @BeforeEach
    void open() {
        cooper = Cooper.open(temp.resolve("store"));
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    private List<LoadedImage> load() {
        return cooper.images()
                .load(
                        new ImageSource.Stream(new ByteArrayInputStream(layout.tar())),
                        Optional.empty());
    }

    private void refused(String words) {
        assertThatThrownBy(this::load)
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining(words);
        assertThat(cooper.images().list()).isEmpty();
    }

    private static Descriptor as(String mediaType, Descriptor descriptor) {
        return Descriptor.of(mediaType, descriptor.digest(), descriptor.size());
    }

    @Test
    void aManifestThatItsDescriptorCallsSomethingElse() {
        Descriptor image = layout.image((Platform) null, ONE);
        layout.layout(as(MediaTypes.DOCKER_MANIFEST, image));
        refused("calls itself " + MediaTypes.OCI_MANIFEST);
        layout.layout(as(MediaTypes.OCI_INDEX, image));
        refused("what leads to it calls it " + MediaTypes.OCI_INDEX);
    }

    @Test
    void anIndexThatItsDescriptorCallsSomethingElse() {
        Descriptor index = layout.index(layout.image((Platform) null, ONE));
        layout.layout(as(MediaTypes.DOCKER_INDEX, index));
        refused("calls itself " + MediaTypes.OCI_INDEX);
        layout.layout(as(MediaTypes.OCI_MANIFEST, index));
        refused("what leads to it calls it " + MediaTypes.OCI_MANIFEST);
    }

    @Test
    void anIndexWithLayersOfItsOwn() {
        Descriptor index = layout.index(layout.image((Platform) null, ONE));
        String both =
                new String(layout.content(OciLayout.path(index.digest())), UTF_8)
                        .replaceFirst("\\{", "{\"layers\":[],");
        layout.layout(layout.blob(MediaTypes.OCI_INDEX, both.getBytes(UTF_8)));
        refused("\"layers\"");
    }

    @Test
    void oneThatDoesNotSayWhatItIsCounts() {
        Descriptor image = layout.image((Platform) null, ONE);
        String silent =
                new String(layout.content(OciLayout.path(image.digest())), UTF_8)
                        .replace("\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",", "");
        layout.layout(layout.blob(MediaTypes.OCI_MANIFEST, silent.getBytes(UTF_8)));
        assertThat(load()).hasSize(1);
    }

    @Test
    void aDiamondOfIndexesIsLookedAtOnce() {
        Descriptor inner = layout.image((Platform) null, ONE);
        for (int i = 0; i < 7; i++) {
            // Each leads to the one below a thousand times: 10^21 ways to one image.
            inner = layout.index(Collections.nCopies(1000, inner).toArray(new Descriptor[0]));
        }
        layout.layout(TestArchive.named(inner, "x:1"));
        assertThat(load()).hasSize(1);
    }

    @Test
    void moreManifestsThanAnybodyHas() {
        Descriptor image = layout.image((Platform) null, ONE);
        layout.layout(Collections.nCopies(10_001, image).toArray(new Descriptor[0]));
        refused("lists more than 10000 manifests");
    }

    @Test
    void platformsThatAreNone() {
        Platform odd = new Platform("linux", "$(id)\u001b[31m", "../../x");
        Descriptor image = layout.image((Platform) null, ONE);
        layout.layout(image.withPlatform(odd), image.withPlatform(odd));
        assertThat(load()).hasSize(1);
        Descriptor other = layout.image((Platform) null, TestArchive.layer("two", "2"));
        layout.layout(image.withPlatform(odd), other.withPlatform(odd));
        assertThatThrownBy(this::load)
                .hasMessageContaining("it has no image for")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b"));
    }

    @Test
    void pipesAndDevicesInAFolderAreNotOpened() throws Exception {
        layout.layout(layout.image((Platform) null, ONE));
        int n = 0;
        for (String path : List.copyOf(layout.files.keySet())) {
            Path folder = layout.folder(temp.resolve("layout" + n++));
            Files.delete(folder.resolve(path));
            try (Dir dir = Dir.open(folder)) {
                Name name = Name.of(path);
                Name parent = name.parent();
                try (Dir in = parent == null ? dir.duplicate() : dir.openDir(parent)) {
                    in.mkfifo(name.fileName(), 0666);
                }
            }
            assertThatThrownBy(() ->
                            cooper.images().load(new ImageSource.At(folder), Optional.empty()))
                    .isInstanceOf(CooperException.InvalidInput.class)
                    .hasMessageContaining("no regular file");
        }
    }
}
