// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextDigestsTests {
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

    @Test
    void theLatestIsKeptForEachFolder() throws IOException {
        assertThat(store.contextDigests().find("/one")).isEmpty();
        store.contextDigests().put("/one", new byte[] {1});
        store.contextDigests().put("/two", new byte[] {2});
        store.contextDigests().put("/one", new byte[] {3});
        try (Store other = Store.open(folder.resolve("store"))) {
            assertThat(other.contextDigests().find("/one")).containsExactly(3);
            assertThat(other.contextDigests().find("/two")).containsExactly(2);
        }
    }

    @Test
    void aDamagedOneIsNone() throws IOException {
        store.contextDigests().put("/one", new byte[] {1, 2, 3});
        Path file;
        try (var files = Files.list(folder.resolve("store/contexts"))) {
            file = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(store.contextDigests().find("/one")).isEmpty();
        // And can be pruned all the same.
        assertThat(store.upkeep().prune(PruneRule.UNSHARED).entries()).hasSize(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void theyAreAPartOfTheCache() throws IOException {
        store.contextDigests().put("/some/context", new byte[1000]);
        List<CacheEntry> cache = store.upkeep().cache();
        assertThat(cache).hasSize(1);
        assertThat(cache.getFirst().kind().text()).isEqualTo("source.local");
        assertThat(cache.getFirst().description()).isEqualTo("digests of files in /some/context");
        Upkeep.Pruned pruned =
                store.upkeep().prune(PruneRule.UNSHARED.of(EnumSet.of(CacheEntry.Kind.CONTEXT)));
        assertThat(pruned.entries()).hasSize(1);
        assertThat(pruned.bytes()).isEqualTo(cache.getFirst().size()).isGreaterThan(1000);
        assertThat(store.contextDigests().find("/some/context")).isEmpty();
    }
}
