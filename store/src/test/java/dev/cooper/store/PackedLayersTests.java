// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Compression;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers as registries have them.
class PackedLayersTests {
    private static final byte[] TAR = new Archive().folder("etc").file("etc/a", "hello").bytes();
    private static final Digest DIFF = Digest.sha256(TAR);
    private static final byte[] CONFIG =
            new ImageConfig(
                            null,
                            null,
                            new Platform("linux", "amd64", null),
                            ContainerConfig.EMPTY,
                            List.of(DIFF),
                            List.of())
                    .toBytes();

    @TempDir Path folder;
    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(folder.resolve("store"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static byte[] packed(Compression compression, byte[] tar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.compress(bytes, 3)) {
            out.write(tar);
        }
        return bytes.toByteArray();
    }

    private Descriptor keep(byte[] bytes) throws IOException {
        Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, bytes);
        store.blobs().put(blob.digest(), bytes);
        return blob;
    }

    private Path file(Descriptor blob) {
        return folder.resolve("store/blobs").resolve(Blobs.file(blob.digest()).text());
    }

    private byte[] tar() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.layers().writeTar(List.of(DIFF), out);
        return out.toByteArray();
    }

    @Test
    void isUnpackedWhenItsFilesAreReadAndStaysAsItCame() throws Exception {
        for (Compression each : List.of(Compression.GZIP, Compression.ZSTD, Compression.NONE)) {
            try (Store other = Store.open(folder.resolve(each.name()))) {
                byte[] bytes = packed(each, TAR);
                Descriptor blob = Descriptor.of(MediaTypes.ociLayer(each), bytes);
                other.packed().put(DIFF, blob, false, "docker.io/library/x");
                assertThat(other.layers().missing(List.of(DIFF))).containsExactly(DIFF);
                assertThat(other.layers().described(List.of(DIFF)))
                        .containsExactly(new LayerInfo(DIFF, bytes.length, -1));
                other.blobs().put(blob.digest(), bytes);
                assertThat(other.layers().missing(List.of(DIFF))).isEmpty();
                assertThat(other.layers().absent(List.of(DIFF))).isEmpty();
                SnapshotId tree = other.layers().snapshot(List.of(DIFF));
                try (Dir dir = other.snapshots().open(tree)) {
                    assertThat(dir.statOrNull(Name.of("etc/a"))).isNotNull();
                }
                assertThat(other.layers().infos(List.of(DIFF)))
                        .containsExactly(new LayerInfo(DIFF, 5, TAR.length));
                assertThat(other.packed().of(DIFF))
                        .containsExactly(
                                new PackedLayer(DIFF, blob, true, List.of("docker.io/library/x")));
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                other.layers().writeTar(List.of(DIFF), out);
                assertThat(out.toByteArray()).isEqualTo(TAR);
                try (var in = other.blobs().open(blob.digest(), blob.size())) {
                    assertThat(in.readAllBytes()).isEqualTo(bytes);
                }
            }
        }
    }

    @Test
    void isMeasuredWhenNobodyHasUnpackedIt() throws Exception {
        store.packed().put(DIFF, keep(packed(Compression.GZIP, TAR)), false, null);
        assertThat(store.layers().infos(List.of(DIFF)))
                .containsExactly(new LayerInfo(DIFF, 5, TAR.length));
        assertThat(tar()).isEqualTo(TAR);
    }

    @Test
    void blobOfAnotherLayerIsRefusedAndForgotten() throws Exception {
        byte[] other = new Archive().file("evil", "evil").bytes();
        store.packed().put(DIFF, keep(packed(Compression.GZIP, other)), false, "a.example/x");
        assertThatThrownBy(() -> store.layers().snapshot(List.of(DIFF)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("is not what its image says")
                .hasMessageContaining(Digest.sha256(other).toString());
        assertThat(store.packed().of(DIFF)).isEmpty();
        assertThat(store.layers().missing(List.of(DIFF))).containsExactly(DIFF);
        store.packed().put(DIFF, keep(packed(Compression.GZIP, other)), false, "a.example/x");
        store.packed().put(DIFF, keep(packed(Compression.ZSTD, TAR)), false, "b.example/x");
        assertThat(store.layers().snapshot(List.of(DIFF))).isNotNull();
    }

    @Test
    void blobThatIsNoLayerGivesWayToOneThatIs() throws Exception {
        byte[] text = "no layer at all".getBytes(UTF_8);
        byte[] broken = packed(Compression.GZIP, TAR);
        broken[broken.length - 20] ^= 1;
        for (byte[] each : List.of(text, broken)) {
            store.packed().put(DIFF, keep(each), false, "a.example/x");
            assertThatThrownBy(() -> store.layers().snapshot(List.of(DIFF)))
                    .isInstanceOf(IOException.class);
            assertThat(store.packed().of(DIFF)).isEmpty();
        }
        store.packed().put(DIFF, keep(packed(Compression.GZIP, TAR)), false, "a.example/x");
        for (byte[] each : List.of(text, broken)) {
            store.packed().put(DIFF, keep(each), false, "b.example/x");
        }
        assertThat(store.layers().snapshot(List.of(DIFF))).isNotNull();
    }

    @Test
    void onlyAReadBlobProvesALayer() throws Exception {
        byte[] good = packed(Compression.GZIP, TAR);
        byte[] other = packed(Compression.GZIP, new Archive().file("evil", "evil").bytes());
        Descriptor absent = Descriptor.of(MediaTypes.OCI_LAYER_ZSTD, packed(Compression.ZSTD, TAR));
        store.packed().put(DIFF, keep(good), false, "a.example/x");
        store.packed().put(DIFF, keep(other), false, "b.example/x");
        store.packed().put(DIFF, absent, false, "c.example/x");
        assertThat(store.layers().proves(DIFF, Digest.sha256(good))).isTrue();
        assertThat(store.layers().proves(DIFF, Digest.sha256(other))).isFalse();
        assertThat(store.layers().proves(DIFF, absent.digest())).isFalse();
        assertThat(store.layers().proves(DIFF, DIFF)).isFalse();
        assertThat(store.packed().of(DIFF))
                .extracting(PackedLayer::blob)
                .extracting(Descriptor::digest)
                .containsExactly(Digest.sha256(good), absent.digest());
    }

    @Test
    void damagedBlobIsTakenOutAndMissing() throws Exception {
        byte[] bytes = packed(Compression.GZIP, TAR);
        Descriptor blob = keep(bytes);
        store.packed().put(DIFF, blob, false, "a.example/x");
        byte[] bad = bytes.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(file(blob), bad);
        assertThatThrownBy(() -> store.layers().snapshot(List.of(DIFF)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("pull the image again");
        assertThat(store.layers().missing(List.of(DIFF))).containsExactly(DIFF);
        assertThat(store.packed().of(DIFF)).hasSize(1);
        keep(bytes);
        assertThat(store.layers().snapshot(List.of(DIFF))).isNotNull();
    }

    @Test
    void repositoriesAddUp() throws IOException {
        Descriptor blob = keep(packed(Compression.GZIP, TAR));
        store.packed().put(DIFF, blob, false, "a.example/x");
        store.packed().put(DIFF, blob, false, "b.example/x");
        store.packed().put(DIFF, blob, true, null);
        store.packed().put(DIFF, blob, false, "a.example/x");
        assertThat(store.packed().of(DIFF))
                .containsExactly(
                        new PackedLayer(DIFF, blob, true, List.of("a.example/x", "b.example/x")));
    }

    @Test
    void uncommittedDraftLeavesNothing() throws IOException {
        byte[] bytes = "some".getBytes(UTF_8);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.stream().write(bytes);
        }
        assertThat(store.blobs().has(Digest.sha256(bytes), bytes.length)).isFalse();
        assertThat(store.blobs().document(Descriptor.of("text/plain", bytes))).isNull();
    }

    private Origin origin(String repository, byte[] manifest) throws Exception {
        Descriptor descriptor = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest);
        store.blobs().put(descriptor.digest(), manifest);
        return new Origin(
                Reference.parse(repository).withDigest(descriptor.digest()),
                descriptor,
                descriptor,
                Digest.sha256(CONFIG));
    }

    @Test
    void imageIsFoundByItsDigestInARepository() throws Exception {
        Digest id = store.images().put(CONFIG);
        Origin origin = origin("x", "{}".getBytes(UTF_8));
        store.images().put(origin);
        assertThat(store.images().resolve(origin.reference())).isEqualTo(id);
        assertThat(store.images().resolve(Reference.parse("y").withDigest(DIFF))).isNull();
        assertThat(store.images().find(id).orElseThrow().digests())
                .containsExactly(origin.reference());
        assertThat(store.images().origins(id)).containsExactly(origin);
        assertThat(store.images().untag(origin.reference())).isTrue();
        assertThat(store.images().untag(origin.reference())).isFalse();
        store.images().put(origin);
        store.images().remove(id);
        assertThat(store.images().resolve(origin.reference())).isNull();
    }

    @Test
    void collectionKeepsWhatAnImageCameWith() throws Exception {
        Descriptor blob = keep(packed(Compression.GZIP, TAR));
        store.packed().put(DIFF, blob, false, "a.example/x");
        Digest id = store.images().put(CONFIG);
        Origin origin = origin("x", "{}".getBytes(UTF_8));
        store.images().put(origin);
        assertThat(store.collect()).isTrue();
        assertThat(store.blobs().document(origin.manifest())).isEqualTo("{}".getBytes(UTF_8));
        assertThat(tar()).isEqualTo(TAR);
        assertThat(store.images().origins(id)).hasSize(1);
        store.images().remove(id);
        assertThat(store.collect()).isTrue();
        assertThat(store.blobs().document(origin.manifest())).isNull();
        assertThat(store.packed().of(DIFF)).isEmpty();
        assertThat(file(blob)).doesNotExist();
        assertThat(store.layers().absent(List.of(DIFF))).containsExactly(DIFF);
    }

    @Test
    void storeOfAnOlderProgramGetsItsRooms() throws IOException {
        store.close();
        Files.delete(folder.resolve("store/packed"));
        Files.delete(folder.resolve("store/origins"));
        store = Store.open(folder.resolve("store"));
        Descriptor blob = keep(packed(Compression.GZIP, TAR));
        store.packed().put(DIFF, blob, false, null);
        assertThat(store.packed().of(DIFF)).hasSize(1);
        assertThat(store.images().list()).isEmpty();
    }
}
