// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Compression;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarLimits;
import dev.cooper.posix.Dir;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTests {
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

    /// One of everything that a layer can hold.
    private static void everything(Dir root) throws IOException {
        root.mkdir(Name.of("etc"), 0755);
        Trees.write(root, "etc/passwd", "root:x:0:0");
        root.chown(Name.of("etc/passwd"), 1000, 3_000_000);
        root.mkdir(Name.of("bin"), 0711);
        Trees.write(root, "bin/su", "#!");
        root.chown(Name.of("bin/su"), 0, 12);
        root.chmod(Name.of("bin/su"), 06755);
        root.link(root, Name.of("bin/su"), Name.of("bin/again"));
        root.setXattr(Name.of("bin/su"), "user.note", "héllo".getBytes(UTF_8));
        root.symlink(Name.of("../etc/passwd"), Name.of("bin/link"));
        root.setTimes(Name.of("bin/link"), 5, 0);
        root.mknod(Name.of("null"), FileType.CHARACTER.bits() | 0666, Stat.device(1, 3));
        root.setTimes(Name.of("null"), 7, 0);
        root.mkfifo(Name.of("pipe"), 0600);
        root.setTimes(Name.of("pipe"), 7, 0);
        root.mkdir(Name.of("tmp"), 01777);
        root.mkdir(Name.of("a-b"), 0700);
        Trees.write(root, "a", "not a-b");
        root.mkdir(Name.of("deep"), 0755);
        Name odd = Name.of(new byte[] {'d', 'e', 'e', 'p', '/', (byte) 0xff, '\n', (byte) 0xe9});
        root.create(odd, 0644).close();
        root.setTimes(odd, -5, 0);
        String longName = "deep/" + "n".repeat(200) + "x";
        Trees.write(root, longName, "long");
        for (String each : List.of("etc", "bin", "tmp", "a-b", "deep")) {
            root.setTimes(Name.of(each), 9, 0);
        }
    }

    private byte[] tar(Store of, List<Digest> diffIds) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        of.layers().writeTar(diffIds, out);
        return out.toByteArray();
    }

    private static List<Digest> ids(List<LayerInfo> infos) {
        return infos.stream().map(LayerInfo::diffId).toList();
    }

    @Test
    void aLayerIsTheSameTreeAgainAndTheSameBytes() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        List<LayerInfo> infos = store.layers().chain(made);
        byte[] tar = tar(store, ids(infos));
        assertThat(Digest.sha256(tar)).isEqualTo(infos.getFirst().diffId());
        assertThat(infos.getFirst().tarSize()).isEqualTo(tar.length);
        assertThat(infos.getFirst().size()).isEqualTo(10 + 2 + 7 + 4);

        try (Store other = Store.open(folder.resolve("other"))) {
            LayerInfo added = other.layers().add(new ByteArrayInputStream(tar));
            assertThat(added).isEqualTo(infos.getFirst());
            SnapshotId unpacked = other.layers().snapshot(List.of(added.diffId()));
            try (Dir before = store.snapshots().open(made);
                    Dir after = other.snapshots().open(unpacked)) {
                assertThat(Trees.describe(after)).isEqualTo(Trees.describe(before)).hasSize(14);
            }
            assertThat(tar(other, List.of(added.diffId()))).isEqualTo(tar);
            assertThat(other.layers().chain(unpacked)).isEqualTo(infos);
        }
    }

    @Test
    void gnuTarReadsWhatIsWritten() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        Path tar = folder.resolve("layer.tar");
        Files.write(tar, tar(store, ids(store.layers().chain(made))));
        Path out = Files.createDirectory(folder.resolve("out"));
        Process process =
                new ProcessBuilder(
                                "tar",
                                "-xpf",
                                tar.toString(),
                                "-C",
                                out.toString(),
                                "--xattrs",
                                "--xattrs-include=*",
                                "--numeric-owner")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        try (Dir before = store.snapshots().open(made);
                Dir after = Dir.open(out)) {
            assertThat(Trees.describe(after)).isEqualTo(Trees.describe(before));
        }
    }

    @Test
    void changesOverAParentBecomeWhiteouts() throws Exception {
        SnapshotId base =
                Trees.commit(
                        store,
                        null,
                        root -> {
                            root.mkdir(Name.of("keep"), 0755);
                            Trees.write(root, "keep/a", "a");
                            Trees.write(root, "keep/b", "b");
                            root.mkdir(Name.of("new"), 0755);
                            Trees.write(root, "new/old", "old");
                        });
        SnapshotId top =
                Trees.commit(
                        store,
                        base,
                        root -> {
                            root.unlink(Name.of("keep/a"));
                            root.deleteTree(Name.of("new"));
                            root.mkdir(Name.of("new"), 0700);
                            Trees.write(root, "new/fresh", "fresh");
                            root.mkdir(Name.of("only"), 0755);
                        });
        List<Digest> diffIds = ids(store.layers().chain(top));
        Path tar = folder.resolve("layer.tar");
        Files.write(tar, tar(store, diffIds));
        assertThat(list(tar))
                .containsExactly(
                        "keep/", "keep/.wh.a", "new/", "new/.wh..wh..opq", "new/fresh", "only/");

        try (Store other = Store.open(folder.resolve("other"))) {
            for (int i = 1; i <= diffIds.size(); i++) {
                other.layers().add(new ByteArrayInputStream(tar(store, diffIds.subList(0, i))));
            }
            assertThat(ids(other.layers().infos(diffIds))).isEqualTo(diffIds);
            SnapshotId unpacked = other.layers().snapshot(diffIds);
            try (Dir before = store.snapshots().open(top);
                    Dir after = other.snapshots().open(unpacked)) {
                assertThat(Trees.describe(after)).isEqualTo(Trees.describe(before));
                assertThat(Trees.names(after, "new")).containsExactly("fresh");
            }
        }
    }

    private static List<String> list(Path tar) throws Exception {
        Process process = new ProcessBuilder("tar", "-tf", tar.toString()).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().toList();
    }

    @Test
    void howAFolderWasMadeDoesNotShow() throws Exception {
        SnapshotId base = Trees.commit(store, null, root -> root.mkdir(Name.of("d"), 0755));
        Trees.Making folder =
                root -> {
                    root.mkdir(Name.of("n"), 0755);
                    root.setTimes(Name.of("n"), 3, 0);
                };
        // Through an overlay the kernel marks it opaque; in a tree of its own it doesn't.
        SnapshotId over = Trees.commit(store, base, folder);
        SnapshotId alone = Trees.commit(store, null, folder);
        assertThat(store.layers().info(over)).isEqualTo(store.layers().info(alone));
    }

    @Test
    void aFileThatLooksLikeAWhiteoutIsRefused() throws Exception {
        SnapshotId made = Trees.commit(store, null, root -> Trees.write(root, ".wh.x", ""));
        assertThatThrownBy(() -> store.layers().info(made))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/.wh.x");
    }

    @Test
    void compressedArchivesGiveTheLayerOfThePlainOne() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        List<Digest> diffIds = ids(store.layers().chain(made));
        byte[] tar = tar(store, diffIds);
        for (Compression each : List.of(Compression.GZIP, Compression.ZSTD)) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = each.compress(packed, 3)) {
                out.write(tar);
            }
            assertThat(store.layers().add(new ByteArrayInputStream(packed.toByteArray())).diffId())
                    .isEqualTo(diffIds.getFirst());
        }
    }

    @Test
    void gzipMembersThatComeOneByOneAreOneLayer() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        List<Digest> diffIds = ids(store.layers().chain(made));
        byte[] tar = tar(store, diffIds);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int at = 0; at < tar.length; at += 4096) {
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(tar, at, Math.min(4096, tar.length - at));
            }
        }
        // As a slow network: one byte at a time, and never any available.
        ByteArrayInputStream slow =
                new ByteArrayInputStream(packed.toByteArray()) {
                    @Override
                    public int available() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] b, int off, int len) {
                        return super.read(b, off, Math.min(len, 1));
                    }
                };
        assertThat(store.layers().add(slow).diffId()).isEqualTo(diffIds.getFirst());
    }

    @Test
    void aCutOffOrForeignArchiveLeavesNothing() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        byte[] tar = tar(store, ids(store.layers().chain(made)));
        for (int length : new int[] {100, 512 + 3, tar.length - 1024 - 700}) {
            byte[] cut = Arrays.copyOf(tar, length);
            assertThatThrownBy(() -> store.layers().add(new ByteArrayInputStream(cut)))
                    .isInstanceOf(MalformedTarException.class);
        }
        assertThatThrownBy(() ->
                        store.layers()
                                .add(
                                        new ByteArrayInputStream(tar),
                                        TarLimits.DEFAULT.withMaxBytes(20)))
                .isInstanceOf(MalformedTarException.class);
        assertThat(folder.resolve("store/blobs")).isEmptyDirectory();
        try (var files = Files.walk(folder.resolve("store/tmp"))) {
            assertThat(files.filter(Files::isRegularFile).map(each -> each.toFile().getName()))
                    .containsExactly("lock");
        }
    }

    @Test
    void aDamagedBlobIsFoundAndTakenOut() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        List<Digest> diffIds = ids(store.layers().chain(made));
        byte[] tar = tar(store, diffIds);
        try (Store other = Store.open(folder.resolve("other"))) {
            other.layers().add(new ByteArrayInputStream(tar));
            Path blob =
                    folder.resolve("other/blobs").resolve(Blobs.file(diffIds.getFirst()).text());
            try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
                file.seek(1400);
                file.write(1);
            }
            assertThatThrownBy(() -> other.layers().snapshot(diffIds))
                    .isInstanceOf(CorruptStoreException.class);
            assertThatThrownBy(() -> other.layers().infos(diffIds))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining(diffIds.getFirst().toString());
            other.layers().add(new ByteArrayInputStream(tar));
            assertThat(other.layers().snapshot(diffIds)).isNotNull();
        }
    }

    @Test
    void aTreeThatWasChangedIsNoticedWhenItIsWritten() throws Exception {
        SnapshotId made = Trees.commit(store, null, root -> Trees.write(root, "a", "a"));
        List<Digest> diffIds = ids(store.layers().chain(made));
        Files.writeString(store.snapshots().folders(made).getFirst().resolve("a"), "b");
        assertThatThrownBy(() -> tar(store, diffIds)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void equalChainsAreUnpackedOnce() throws Exception {
        SnapshotId made = Trees.commit(store, null, LayersTests::everything);
        List<Digest> diffIds = ids(store.layers().chain(made));
        byte[] tar = tar(store, diffIds);
        Path other = folder.resolve("other");
        List<Store> stores = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<SnapshotId>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                if (i % 2 == 0) {
                    stores.add(Store.open(other));
                }
                Store one = stores.getLast();
                all.add(
                        pool.submit(() -> {
                            one.layers().add(new ByteArrayInputStream(tar));
                            return one.layers().snapshot(diffIds);
                        }));
            }
            SnapshotId first = all.getFirst().get();
            for (Future<SnapshotId> each : all) {
                assertThat(each.get()).isEqualTo(first);
            }
        } finally {
            for (Store each : stores) {
                each.close();
            }
        }
        try (var files = Files.list(other.resolve("snapshots"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(other.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void noLayersAreAnEmptyTree() throws Exception {
        assertThat(store.layers().snapshot(List.of())).isNull();
        assertThat(store.layers().chain(null)).isEmpty();
        try (Dir empty = store.snapshots().open(null)) {
            assertThat(Trees.describe(empty)).isEqualTo(Map.of());
        }
    }
}
