// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Json;
import dev.cooper.oci.Platform;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTests {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

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

    private static Digest key(String of) {
        return Digest.sha256(of.getBytes(UTF_8));
    }

    private SnapshotId step(@Nullable SnapshotId parent, String name, int size) throws IOException {
        SnapshotId made =
                Trees.commit(store, parent, dir -> Trees.write(dir, name, "x".repeat(size)));
        store.cache()
                .put(
                        key(name),
                        new CacheRecord(key(name), made, LONG_AGO, "name RUN " + name + "\n"));
        return made;
    }

    private Path record(String name) {
        String hex = key(name).hex();
        return root.resolve("cache").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private void lastUsed(String name, Instant when) throws IOException {
        Files.setLastModifiedTime(record(name), FileTime.from(when));
    }

    private List<String> descriptions() throws IOException {
        return store.upkeep().cache().stream().map(CacheEntry::description).sorted().toList();
    }

    private void mount(String name, int size) throws Exception {
        try (CacheFolders.CacheFolder taken =
                store.cacheFolders().take(name, CacheFolders.Sharing.SHARED, _ -> {})) {
            Files.writeString(taken.path().resolve("file"), "x".repeat(size));
        }
    }

    @Test
    void aStepIsAnEntryHoweverManyKeysLeadToIt() throws Exception {
        SnapshotId a = step(null, "a", 10);
        SnapshotId b = step(a, "b", 20);
        store.cache().put(key("other"), store.cache().find(key("b")).orElseThrow());
        List<CacheEntry> entries = store.upkeep().cache();
        assertThat(entries).hasSize(2);
        CacheEntry second =
                entries.stream().filter(e -> e.id().equals(b.value())).findFirst().orElseThrow();
        assertThat(second.size()).isEqualTo(20);
        assertThat(second.parent()).isEqualTo(a.value());
        assertThat(second.description()).isEqualTo("RUN b");
        assertThat(second.shared()).isFalse();
    }

    @Test
    void aUseIsNotedAtMostOnceAnHour() throws Exception {
        step(null, "a", 1);
        Instant recent = Instant.now().minus(Duration.ofMinutes(50));
        lastUsed("a", recent);
        store.cache().find(key("a"));
        assertThat(Files.getLastModifiedTime(record("a")).toInstant().getEpochSecond())
                .isEqualTo(recent.getEpochSecond());
        lastUsed("a", LONG_AGO);
        store.cache().find(key("a"));
        store.cache().find(key("a"));
        CacheEntry entry = store.upkeep().cache().getFirst();
        assertThat(entry.lastUsed()).isAfter(recent);
        assertThat(entry.uses()).isEqualTo(1);
    }

    @Test
    void whatIsForgottenIsDeleted() throws Exception {
        SnapshotId a = step(null, "a", 10);
        SnapshotId b = step(a, "b", 20);
        Upkeep.Pruned pruned = store.upkeep().prune(PruneRule.UNSHARED);
        assertThat(pruned.entries())
                .extracting(CacheEntry::id)
                .containsExactly(b.value(), a.value());
        assertThat(pruned.bytes()).isEqualTo(30);
        assertThat(root.resolve("snapshots")).isEmptyDirectory();
        assertThat(store.cache().find(key("a"))).isEmpty();
    }

    @Test
    void theLeastRecentlyUsedGoUntilTheRestFits() throws Exception {
        step(null, "a", 100);
        step(null, "b", 100);
        step(null, "c", 100);
        lastUsed("b", LONG_AGO);
        lastUsed("c", LONG_AGO.plusSeconds(5));
        store.upkeep().prune(PruneRule.UNSHARED.budget(0, 150, 0));
        assertThat(descriptions()).containsExactly("RUN a");
        store.upkeep().prune(PruneRule.UNSHARED.budget(0, 150, 0));
        assertThat(descriptions()).containsExactly("RUN a");
    }

    @Test
    void whatIsReservedStaysThoughTheDiskIsFull() throws Exception {
        step(null, "a", 100);
        step(null, "b", 100);
        lastUsed("b", LONG_AGO);
        store.upkeep().prune(PruneRule.UNSHARED.budget(120, 0, Long.MAX_VALUE));
        assertThat(descriptions()).containsExactly("RUN a");
    }

    @Test
    void whatWasUsedLatelyStays() throws Exception {
        step(null, "a", 100);
        step(null, "b", 100);
        lastUsed("b", LONG_AGO);
        store.upkeep().prune(PruneRule.UNSHARED.unusedFor(Duration.ofDays(2)));
        assertThat(descriptions()).containsExactly("RUN a");
    }

    @Test
    void aParentStaysAsLongAsItsChild() throws Exception {
        SnapshotId a = step(null, "a", 100);
        step(a, "b", 100);
        lastUsed("a", LONG_AGO);
        store.upkeep().prune(PruneRule.UNSHARED.unusedFor(Duration.ofDays(2)));
        assertThat(descriptions()).containsExactly("RUN a", "RUN b");
    }

    @Test
    void whatAnImageHasStaysAndItsRecordsGoOnlyWhenAsked() throws Exception {
        SnapshotId a = step(null, "a", 100);
        SnapshotId b = step(a, "b", 100);
        step(b, "c", 100);
        image(b);
        store.upkeep().prune(PruneRule.UNSHARED);
        assertThat(descriptions()).containsExactly("RUN a", "RUN b");
        Upkeep.Pruned pruned = store.upkeep().prune(PruneRule.UNSHARED.withShared());
        assertThat(pruned.entries()).hasSize(2);
        assertThat(pruned.bytes()).isZero();
        assertThat(root.resolve("snapshots").resolve(a.value())).exists();
        assertThat(root.resolve("snapshots").resolve(b.value())).exists();
    }

    @Test
    void whatAContainerHasStays() throws Exception {
        SnapshotId a = step(null, "a", 100);
        store.containers()
                .create("one", key("image"), a, Json.object().build(), Json.object().build());
        store.upkeep().prune(PruneRule.UNSHARED.withShared());
        assertThat(root.resolve("snapshots").resolve(a.value())).exists();
    }

    @Test
    void filesThatARunningBuildMayWantGoAtItsEnd() throws Exception {
        SnapshotId a = step(null, "a", 100);
        try (LockFile _ = store.lease()) {
            Upkeep.Pruned pruned = store.upkeep().prune(PruneRule.UNSHARED);
            assertThat(pruned.entries()).hasSize(1);
            assertThat(pruned.bytes()).isZero();
            assertThat(root.resolve("snapshots").resolve(a.value())).exists();
            store.upkeep().afterBuild(false, List.of());
            assertThat(root.resolve("snapshots").resolve(a.value())).exists();
        }
        store.upkeep().afterBuild(false, List.of());
        assertThat(root.resolve("snapshots")).isEmptyDirectory();
        assertThat(root.resolve("upkeep")).isEmptyDirectory();
    }

    @Test
    void whatADraftBuildsOnIsInUse() throws Exception {
        SnapshotId a = step(null, "a", 100);
        try (Draft _ = store.snapshots().draft(a)) {
            assertThat(store.upkeep().cache().getFirst().inUse()).isTrue();
            assertThat(store.upkeep().prune(PruneRule.UNSHARED).entries()).isEmpty();
        }
    }

    @Test
    void sharedFoldersCountAndGo() throws Exception {
        mount("one", 7);
        mount("two", 8);
        EnumSet<CacheEntry.Kind> mounts = EnumSet.of(CacheEntry.Kind.MOUNT);
        assertThat(store.upkeep().cache())
                .extracting(CacheEntry::size)
                .containsExactlyInAnyOrder(7L, 8L);
        try (CacheFolders.CacheFolder _ =
                store.cacheFolders().take("two", CacheFolders.Sharing.LOCKED, _ -> {})) {
            Upkeep.Pruned pruned = store.upkeep().prune(PruneRule.UNSHARED.of(mounts));
            assertThat(pruned.entries())
                    .extracting(CacheEntry::description)
                    .containsExactly("cache mount one");
            assertThat(pruned.bytes()).isEqualTo(7);
        }
        assertThat(store.cacheFolders().has("one")).isFalse();
        assertThat(store.cacheFolders().has("two")).isTrue();
    }

    @Test
    void afterABuildTheBudgetIsLookedAtNowAndThen() throws Exception {
        PruneRule rule = PruneRule.UNSHARED.budget(0, 150, 0);
        step(null, "a", 100);
        step(null, "b", 100);
        lastUsed("b", LONG_AGO);
        store.upkeep().afterBuild(false, List.of(rule));
        assertThat(descriptions()).containsExactly("RUN a", "RUN b");
        store.upkeep().afterBuild(true, List.of(rule));
        assertThat(descriptions()).containsExactly("RUN a");
        step(null, "c", 100);
        store.upkeep().afterBuild(true, List.of(rule));
        assertThat(descriptions()).containsExactly("RUN a", "RUN c");
        Files.setLastModifiedTime(root.resolve("upkeep/checked"), FileTime.from(LONG_AGO));
        lastUsed("c", LONG_AGO);
        store.upkeep().afterBuild(true, List.of(rule));
        assertThat(descriptions()).containsExactly("RUN a");
    }

    @Test
    void aStoreThatWasMadeWithoutARoomGetsIt() throws Exception {
        Files.delete(root.resolve("upkeep"));
        store.upkeep().afterBuild(true, List.of(PruneRule.UNSHARED));
        assertThat(root.resolve("upkeep/checked")).exists();
    }

    private void image(SnapshotId top) throws Exception {
        List<Digest> diffIds = store.layers().chain(top).stream().map(LayerInfo::diffId).toList();
        ImageConfig config =
                new ImageConfig(
                        LONG_AGO, null, Platform.host(), ContainerConfig.EMPTY, diffIds, List.of());
        store.images().put(config.toBytes());
    }
}
