// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.build.solver.ResultCache.Hit;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.step.StoreResults;
import dev.cooper.build.step.Tree;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.store.CacheFolders;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.Draft;
import dev.cooper.store.LayerInfo;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportedCacheTests {
    private static final Instant WHEN = Instant.parse("2026-03-04T05:06:07.123456Z");
    private static final StepLog SILENT =
            new StepLog() {
                @Override
                public void line(boolean standardError, byte[] line) {}

                @Override
                public void status(String text) {}
            };

    @TempDir private Path folder;
    private Store first;
    private Store second;
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        first = Store.open(folder.resolve("first"));
        second = Store.open(folder.resolve("second"));
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
    }

    private static Digest key(String of) {
        return Digest.sha256(of.getBytes(UTF_8));
    }

    private static SnapshotId step(Store store, @Nullable SnapshotId parent, String name)
            throws IOException {
        SnapshotId made;
        try (Draft draft = store.snapshots().draft(parent)) {
            try (Dir root = draft.tree().merged();
                    OpenFile file = root.create(Name.of(name), 0644)) {
                byte[] content = name.repeat(1000).getBytes(UTF_8);
                file.write(content, 0, content.length);
                // The same layer in each store, whenever it is made.
                file.setTimes(WHEN.getEpochSecond(), 0);
            }
            made = draft.commit();
        }
        CacheRecord record = new CacheRecord(key(name), made, WHEN, "name " + name + "\n");
        store.cache().put(key(name), record);
        store.cache().put(key("definition of " + name), record);
        return made;
    }

    private CacheTarget target(Compression compression) {
        return new CacheTarget(
                folder.resolve("cache"), "latest", true, true, compression, 3, false);
    }

    private ImportedCache imported() throws IOException {
        return ImportedCache.open(new CacheSource(folder.resolve("cache"), "latest", true));
    }

    private void export(Compression compression, String... keys) throws Exception {
        CacheExport.write(
                first,
                List.of(),
                target(compression),
                new CacheExport.Content(
                        Stream.of(keys).map(ExportedCacheTests::key).toList(),
                        List.of(),
                        List.of("mount")),
                SILENT);
    }

    private ImportedResults results(ImportedCache cache) {
        return new ImportedResults(
                second, new StoreResults(second), List.of(cache), complaints::add);
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/blobs/sha256"))) {
            return files.count();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void anEmptyStoreFindsWhatAnotherExported(Compression compression) throws Exception {
        SnapshotId a = step(first, null, "a");
        SnapshotId b = step(first, a, "b");
        export(compression, "a", "b", "definition of b", "unknown");
        try (ImportedCache cache = imported()) {
            ImportedResults results = results(cache);
            assertThat(results.find(key("unknown"))).isEmpty();
            Hit<Tree> hit = results.find(key("definition of b")).orElseThrow();
            assertThat(hit.key()).isEqualTo(key("b"));
            assertThat(hit.created()).isEqualTo(WHEN);
            // Nothing is brought before somebody wants it.
            assertThat(second.cache().find(key("b"))).isEmpty();
            Tree tree = results.fetch(hit).orElseThrow();
            SnapshotId brought = ((Tree.Stored) tree).snapshot();
            assertThat(second.layers().chain(brought))
                    .extracting(LayerInfo::diffId)
                    .isEqualTo(first.layers().chain(b).stream().map(LayerInfo::diffId).toList());
            assertThat(second.cache().find(key("b")).orElseThrow().detail()).isEqualTo("name b\n");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void exportingAgainWritesTheSameAndWhatIsUnusedGoes() throws Exception {
        step(first, null, "a");
        step(first, null, "b");
        export(Compression.ZSTD, "a", "b");
        byte[] index = Files.readAllBytes(folder.resolve("cache/index.json"));
        assertThat(blobs()).isEqualTo(4);
        export(Compression.ZSTD, "a", "b");
        assertThat(folder.resolve("cache/index.json")).hasBinaryContent(index);
        export(Compression.ZSTD, "b");
        assertThat(blobs()).isEqualTo(3);
        try (ImportedCache cache = imported()) {
            assertThat(results(cache).find(key("a"))).isEmpty();
            assertThat(results(cache).find(key("b"))).isPresent();
        }
    }

    @Test
    void whatWasNotNeededIsExportedFromTheImportedCache() throws Exception {
        step(first, null, "a");
        export(Compression.GZIP, "a");
        try (ImportedCache cache = imported()) {
            CacheExport.write(
                    second,
                    List.of(cache),
                    new CacheTarget(
                            folder.resolve("other"), "x", true, false, Compression.ZSTD, 3, false),
                    new CacheExport.Content(List.of(key("a")), List.of(), List.of()),
                    SILENT);
        }
        try (ImportedCache cache =
                ImportedCache.open(new CacheSource(folder.resolve("other"), "x", true))) {
            ImportedResults results = results(cache);
            assertThat(results.fetch(results.find(key("a")).orElseThrow())).isPresent();
        }
    }

    @Test
    void layersOfBaseImagesStayAtHome() throws Exception {
        SnapshotId base = step(first, null, "base");
        step(first, base, "a");
        List<Digest> diffIds = first.layers().chain(base).stream().map(LayerInfo::diffId).toList();
        CacheExport.write(
                first,
                List.of(),
                target(Compression.ZSTD),
                new CacheExport.Content(List.of(key("a")), List.of(diffIds), List.of()),
                SILENT);
        assertThat(blobs()).isEqualTo(3);
        try (ImportedCache cache = imported()) {
            ImportedResults results = results(cache);
            Hit<Tree> hit = results.find(key("a")).orElseThrow();
            assertThat(results.fetch(hit)).isEmpty();
            assertThat(complaints).hasSize(1);
            SnapshotId same = step(second, null, "base");
            second.layers().chain(same);
            assertThat(results.fetch(hit)).isPresent();
        }
    }

    @Test
    void aDamagedLayerIsAMiss() throws Exception {
        step(first, null, "a");
        export(Compression.NONE, "a");
        try (Stream<Path> files = Files.list(folder.resolve("cache/blobs/sha256"))) {
            Path layer =
                    files.filter(each -> each.toFile().length() > 2000).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(layer);
            bytes[600] ^= 1;
            Files.write(layer, bytes);
        }
        try (ImportedCache cache = imported()) {
            ImportedResults results = results(cache);
            assertThat(results.fetch(results.find(key("a")).orElseThrow())).isEmpty();
        }
        assertThat(complaints).hasSize(1);
        assertThat(second.cache().find(key("a"))).isEmpty();
    }

    @Test
    void sharedFoldersTravel() throws Exception {
        try (CacheFolders.CacheFolder taken =
                first.cacheFolders().take("mount", CacheFolders.Sharing.SHARED, _ -> {})) {
            Files.writeString(taken.path().resolve("file"), "content");
        }
        export(Compression.ZSTD);
        try (ImportedCache cache = imported()) {
            var archive = Objects.requireNonNull(cache.openMount("mount"));
            assertThat(new String(archive.readAllBytes(), UTF_8)).contains("content");
            assertThat(cache.openMount("other")).isNull();
        }
        try (ImportedCache cache =
                ImportedCache.open(new CacheSource(folder.resolve("cache"), "latest", false))) {
            assertThat(cache.openMount("mount")).isNull();
        }
    }

    @Test
    void whatIsNoCacheIsRefused() throws Exception {
        assertThatThrownBy(this::imported).isInstanceOf(IOException.class);
        export(Compression.ZSTD);
        assertThatThrownBy(() ->
                        ImportedCache.open(new CacheSource(folder.resolve("cache"), "other", true)))
                .hasMessageContaining("has no cache other");
        assertThatThrownBy(() ->
                        CacheConfig.parse(
                                "{\"layers\":[{\"parent\":0,\"annotations\":{}}]}".getBytes(UTF_8)))
                .isInstanceOf(MalformedJsonException.class);
    }
}
