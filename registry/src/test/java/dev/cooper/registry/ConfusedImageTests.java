// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.Fixture.Memory;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images whose documents don't agree with each other, or are made to be read without end.
class ConfusedImageTests {
    private static final byte[] LAYER = Fixture.noise(1, 100);

    @TempDir Path folder;
    private Fixture at;

    @BeforeEach
    void start() {
        at = new Fixture(folder, RegistrySettings.OPEN);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private RemoteImage find() throws IOException {
        return new Puller(at.client()).find(at.reference("a:1"), Fixture.PLATFORM);
    }

    private void refused(Kind kind, String words) {
        assertThatThrownBy(this::find)
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private void addIndex(List<Descriptor> manifests) throws IOException {
        at.add(
                "a",
                "1",
                Document.of(new Index(MediaTypes.OCI_INDEX, manifests, Map.of()).toBytes()));
    }

    @Test
    void aManifestThatItsIndexCallsSomethingElse() throws IOException {
        Image image = Fixture.image(LAYER);
        at.add("a", null, image);
        Descriptor real = image.document().descriptor();
        addIndex(
                List.of(
                        Descriptor.of(MediaTypes.DOCKER_MANIFEST, real.digest(), real.size())
                                .withPlatform(Fixture.PLATFORM)));
        refused(Kind.MALFORMED, "its index says that");
        addIndex(List.of(real.withPlatform(Fixture.PLATFORM)));
        assertThat(find().document().digest()).isEqualTo(real.digest());
    }

    @Test
    void aHistoryOfMoreLayersThanThereAre() throws IOException {
        History step = new History(null, "step", null, null, false);
        byte[] config =
                new ImageConfig(
                                null,
                                null,
                                Fixture.PLATFORM,
                                ContainerConfig.EMPTY,
                                List.of(Digest.sha256(LAYER)),
                                List.of(step, step))
                        .toBytes();
        Manifest manifest =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        Descriptor.of(MediaTypes.OCI_CONFIG, config),
                        List.of(Fixture.layer(LAYER)),
                        Map.of());
        at.registry.addBlob("a", config);
        at.add("a", "1", Document.of(manifest.toBytes()));
        refused(Kind.MALFORMED, "its history tells of 2 layers, and there are 1");
    }

    @Test
    void asManyManifestsAndLayersAsADocumentHolds() throws IOException {
        Image image = Fixture.image(LAYER);
        Descriptor other =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(LAYER), 1)
                        .withPlatform(new Platform("linux", "s390x", null));
        at.add("a", null, image);
        List<Descriptor> many = new ArrayList<>(Collections.nCopies(20_000, other));
        many.add(image.document().descriptor().withPlatform(Fixture.PLATFORM));
        addIndex(many);
        assertThat(find().document().digest()).isEqualTo(image.document().digest());
        Manifest manifest =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        image.document().manifest().config(),
                        Collections.nCopies(20_000, Fixture.layer(LAYER)),
                        Map.of());
        at.add("a", "1", Document.of(manifest.toBytes()));
        refused(Kind.MALFORMED, "knows of 1 layers, and its manifest of 20000");
    }

    @Test
    void sizesThatCannotBe() {
        for (String size : List.of("-1", "9223372036854775808", "1e9", "\"1\"", "null", "{}")) {
            String text =
                    "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%s},\"layers\":[]}"
                            .formatted(
                                    MediaTypes.OCI_MANIFEST,
                                    MediaTypes.OCI_CONFIG,
                                    Digest.sha256(LAYER),
                                    size);
            at.registry.addManifest("a", "1", MediaTypes.OCI_MANIFEST, Fixture.bytes(text));
            refused(Kind.MALFORMED, "");
        }
    }

    @Test
    void platformsThatWouldCommandATerminal() throws IOException {
        Image image = Fixture.image(LAYER);
        at.add("a", null, image);
        addIndex(
                List.of(
                        image.document()
                                .descriptor()
                                .withPlatform(
                                        new Platform("linux", "\u001b[31m$(id)", "../../x"))));
        assertThatThrownBy(this::find)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("no matching manifest")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b"));
    }

    @Test
    void aForeignLayerIsCheckedAgainstItsDigest() throws IOException {
        Descriptor foreign =
                Descriptor.of(
                        MediaTypes.DOCKER_FOREIGN_LAYER_GZIP, Digest.sha256(LAYER), LAYER.length);
        at.registry.addBlob("a", foreign.digest().toString(), Fixture.noise(2, LAYER.length));
        Memory sink = new Memory();
        assertThatThrownBy(() -> at.repository("a").fetch(foreign, sink, _ -> {}))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
        assertThat(sink.blobs).isEmpty();
    }
}
