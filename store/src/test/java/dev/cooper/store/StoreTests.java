// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTests {
    private static final Instant WHEN = Instant.parse("2026-03-04T05:06:07.123456Z");

    @TempDir Path folder;
    private Path root;
    private Store store;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("store");
        store = Store.open(root, "boot-1");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    static Digest digest(String of) {
        return Digest.sha256(of.getBytes(UTF_8));
    }

    private static SnapshotId file(Store store, @Nullable SnapshotId parent, String path)
            throws IOException {
        return Trees.commit(store, parent, dir -> Trees.write(dir, path, path));
    }

    private void put(Store to, String key, @Nullable SnapshotId snapshot) throws IOException {
        to.cache()
                .put(digest(key), new CacheRecord(digest("own"), snapshot, WHEN, "line 1\nline 2"));
    }

    @Test
    void aChainIsSeenMerged() throws Exception {
        SnapshotId base = file(store, null, "a");
        SnapshotId top = file(store, base, "b");
        assertThat(store.snapshots().chain(top)).containsExactly(top, base);
        assertThat(store.snapshots().folders(top))
                .containsExactly(
                        root.resolve("snapshots/" + top + "/fs"),
                        root.resolve("snapshots/" + base + "/fs"));
        try (Dir merged = store.snapshots().open(top)) {
            assertThat(Trees.names(merged, ".")).containsExactly("a", "b");
        }
        assertThat(root.resolve("snapshots/" + top + "/work")).doesNotExist();
    }

    @Test
    void aChainMayBeLong() throws Exception {
        SnapshotId top = null;
        for (int i = 0; i < 140; i++) {
            top = file(store, top, "f" + i);
        }
        try (Dir merged = store.snapshots().open(top)) {
            assertThat(Trees.names(merged, ".")).hasSize(140);
        }
        assertThat(store.layers().chain(top)).hasSize(140);
    }

    @Test
    void aNewRootIsLikeItsParents() throws Exception {
        SnapshotId base =
                Trees.commit(
                        store,
                        null,
                        dir -> {
                            dir.chownSelf(7, 8);
                            dir.chmodSelf(0751);
                        });
        try (Draft draft = store.snapshots().draft(base);
                Dir merged = draft.tree().merged()) {
            assertThat(merged.self().permissions()).isEqualTo(0751);
            assertThat(merged.self().uid()).isEqualTo(7);
            assertThat(merged.self().gid()).isEqualTo(8);
        }
    }

    @Test
    void aDraftThatIsNotCommittedIsGone() throws Exception {
        try (Draft draft = store.snapshots().draft(null)) {
            Files.writeString(draft.tree().upper().resolve("x"), "x");
        }
        store.close();
        assertThat(root.resolve("tmp")).isEmptyDirectory();
        assertThat(root.resolve("snapshots")).isEmptyDirectory();
    }

    @Test
    void aMissingSnapshotIsNamed() throws Exception {
        SnapshotId base = file(store, null, "a");
        SnapshotId top = file(store, base, "b");
        try (Dir snapshots = Dir.open(root.resolve("snapshots"))) {
            snapshots.deleteTree(Name.of(base.value()));
        }
        assertThatThrownBy(() -> store.snapshots().open(top))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining(base.value());
        assertThatThrownBy(() -> store.snapshots().draft(top))
                .isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void aStepIsRememberedWithAllThatIsKnownOfIt() throws Exception {
        SnapshotId made = file(store, null, "a");
        put(store, "k", made);
        assertThat(store.cache().find(digest("k")))
                .contains(new CacheRecord(digest("own"), made, WHEN, "line 1\nline 2"));
        put(store, "empty", null);
        assertThat(store.cache().find(digest("empty")).orElseThrow().snapshot()).isNull();
        assertThat(store.cache().find(digest("other"))).isEmpty();
        try (Store second = Store.open(root, "boot-1")) {
            assertThat(second.cache().find(digest("k"))).isPresent();
        }
    }

    @Test
    void aDamagedExchangedOrDanglingRecordIsAMiss() throws Exception {
        put(store, "cut", null);
        put(store, "flipped", null);
        put(store, "moved", null);
        put(store, "there", null);
        SnapshotId made = file(store, null, "a");
        put(store, "dangling", made);

        Path cut = path("cut");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 70));
        byte[] flipped = Files.readAllBytes(path("flipped"));
        flipped[flipped.length - 3] ^= 1;
        Files.write(path("flipped"), flipped);
        Files.write(path("moved"), Files.readAllBytes(path("there")));
        try (Dir snapshots = Dir.open(root.resolve("snapshots"))) {
            snapshots.deleteTree(Name.of(made.value()));
        }
        for (String each : List.of("cut", "flipped", "moved", "dangling")) {
            assertThat(store.cache().find(digest(each))).as(each).isEmpty();
        }
        assertThat(store.cache().find(digest("there"))).isPresent();
        put(store, "cut", null);
        assertThat(store.cache().find(digest("cut"))).isPresent();
    }

    private Path path(String key) {
        return root.resolve("cache").resolve(CacheRecords.file(digest(key)).text());
    }

    @Test
    void afterAnotherBootOnlyWhatASyncCoveredCounts() throws Exception {
        SnapshotId made = file(store, null, "a");
        put(store, "covered", made);
        List<LayerInfo> layers = store.layers().chain(made);
        store.sync();
        put(store, "late", made);
        try (Store same = Store.open(root, "boot-1")) {
            assertThat(same.cache().find(digest("late"))).isPresent();
        }
        try (Store rebooted = Store.open(root, "boot-2")) {
            assertThat(rebooted.cache().find(digest("covered"))).isPresent();
            assertThat(rebooted.cache().find(digest("late"))).isEmpty();
            assertThat(rebooted.layers().infos(List.of(layers.getFirst().diffId())))
                    .isEqualTo(layers);
            // A sync of this boot says nothing of what the last one lost.
            put(rebooted, "new", made);
            rebooted.sync();
            put(rebooted, "newer", made);
            rebooted.sync();
            assertThat(rebooted.cache().find(digest("late"))).isEmpty();
        }
        try (Store again = Store.open(root, "boot-3")) {
            assertThat(again.cache().find(digest("new"))).isPresent();
            assertThat(again.cache().find(digest("newer"))).isPresent();
            assertThat(again.cache().find(digest("late"))).isEmpty();
        }
    }

    @Test
    void withoutAnythingNewASyncWritesNothing() throws Exception {
        put(store, "k", null);
        store.sync();
        Object before = Files.getLastModifiedTime(root.resolve("epochs"));
        store.sync();
        assertThat(Files.getLastModifiedTime(root.resolve("epochs"))).isEqualTo(before);
    }

    @Test
    void whatADeadProcessLeftIsDeletedAndWhatALiveOneHasIsNot() throws Exception {
        Path dead = Files.createDirectories(root.resolve("tmp/dead00000000/draft/fs/deep"));
        Files.writeString(dead.resolve("file"), "x");
        Files.createFile(root.resolve("tmp/dead00000000/lock"));
        Files.createDirectories(root.resolve("tmp/nolock000000"));
        Path live = store.scratch();
        try (Store second = Store.open(root)) {
            second.awaitSweep();
            assertThat(root.resolve("tmp/dead00000000")).doesNotExist();
            assertThat(root.resolve("tmp/nolock000000")).doesNotExist();
            assertThat(live).isEmptyDirectory();
        }
    }

    @Test
    void aCollectionKeepsWhatIsReferredToAndNoMore() throws Exception {
        SnapshotId base = file(store, null, "base");
        SnapshotId cached = file(store, base, "cached");
        SnapshotId ofImage = file(store, base, "image");
        SnapshotId ofContainer = file(store, null, "container");
        SnapshotId ofDraft = file(store, null, "draft");
        SnapshotId loose = file(store, base, "loose");
        put(store, "k", cached);
        put(store, "gone", loose);
        Files.delete(path("gone"));
        List<LayerInfo> layers = store.layers().chain(ofImage);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        store.layers().writeTar(List.of(layers.getFirst().diffId()), tar);
        store.layers().add(new ByteArrayInputStream(tar.toByteArray()));
        store.layers().chain(loose);
        Digest image =
                store.images()
                        .put(
                                ImagesTests.config(
                                        layers.stream().map(LayerInfo::diffId).toList(), "x"));
        store.containers()
                .create("c", image, ofContainer, ImagesTests.obj("a"), ImagesTests.obj("b"));

        try (Draft draft = store.snapshots().draft(ofDraft)) {
            try (LockFile lease = store.lease()) {
                assertThat(lease).isNotNull();
                assertThat(store.collect()).isFalse();
            }
            assertThat(store.collect()).isTrue();
            assertThat(draft.tree().upper()).exists();
        }
        assertThat(snapshots())
                .containsExactlyInAnyOrder(base, cached, ofImage, ofContainer, ofDraft);
        assertThat(root.resolve("trash")).isEmptyDirectory();
        assertThat(store.cache().find(digest("k"))).isPresent();
        assertThat(store.layers().infos(layers.stream().map(LayerInfo::diffId).toList()))
                .isEqualTo(layers);
        try (var files = Files.list(root.resolve("layers"))) {
            assertThat(files).hasSize(2);
        }
        assertThat(root.resolve("blobs").resolve(Blobs.file(layers.getFirst().diffId()).text()))
                .exists();

        store.images().remove(image);
        store.containers().find("c").orElseThrow().remove();
        Files.delete(path("k"));
        assertThat(store.collect()).isTrue();
        assertThat(snapshots()).isEmpty();
        assertThat(root.resolve("layers")).isEmptyDirectory();
        assertThat(root.resolve("containers")).isEmptyDirectory();
        try (var files = Files.walk(root.resolve("blobs"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private List<SnapshotId> snapshots() throws IOException {
        try (var files = Files.list(root.resolve("snapshots"))) {
            return files.map(each -> new SnapshotId(each.getFileName().toString())).toList();
        }
    }

    @Test
    void whereThereIsNoOverlayTreesAreCopied() throws Exception {
        SnapshotId base = file(store, null, "a");
        // An overlay's own upper directory can't lie on an overlay.
        try (Draft draft = store.snapshots().draft(base);
                Dir merged = draft.tree().merged()) {
            merged.mkdir(Name.of("store"), 0700);
            Path inside = Path.of(merged.procPath(), "store");
            try (Store nested = Store.open(inside)) {
                assertThat(nested.snapshots().driver()).isEqualTo("copying");
                SnapshotId first = file(nested, null, "x");
                SnapshotId second = file(nested, first, "y");
                SnapshotId third;
                try (Draft top = nested.snapshots().draft(second)) {
                    assertThat(top.tree().lowersNewestFirst()).isEmpty();
                    try (Dir tree = top.tree().merged()) {
                        assertThat(Trees.names(tree, ".")).containsExactly("x", "y");
                        tree.unlink(Name.of("x"));
                        Trees.write(tree, "z", "new");
                    }
                    third = top.commit();
                }
                try (Dir whole = nested.snapshots().open(third);
                        Dir own = nested.snapshots().openOwn(third)) {
                    assertThat(Trees.names(whole, ".")).containsExactly("y", "z");
                    assertThat(Trees.names(own, ".")).containsExactly("x", "z");
                    assertThat(own.stat(Name.of("x")).isWhiteout()).isTrue();
                }
                try (Draft more = nested.snapshots().draft(third);
                        Dir tree = more.merged()) {
                    // Files are those of the snapshots: nobody writes into them.
                    try (Dir whole = nested.snapshots().open(third)) {
                        assertThat(tree.stat(Name.of("y")).isSameFile(whole.stat(Name.of("y"))))
                                .isTrue();
                    }
                }
            }
        }
    }
}
