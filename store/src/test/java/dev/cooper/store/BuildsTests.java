// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildsTests {
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

    private static Json.Obj record(String text) {
        return Json.object().put("text", text).build();
    }

    private String build(int bytes, int hoursAgo) throws IOException {
        try (BuildEntry entry = store.builds().begin(record("x"))) {
            entry.append(new byte[bytes], bytes);
            Files.setLastModifiedTime(
                    root.resolve("builds/" + entry.id() + "/log"),
                    FileTime.from(Instant.now().minus(Duration.ofHours(hoursAgo))));
            return entry.id();
        }
    }

    private List<String> ids() throws IOException {
        return store.builds().list().stream().map(StoredBuild::id).toList();
    }

    @Test
    void aBuildIsRecordedAndFound() throws Exception {
        String id;
        try (BuildEntry entry = store.builds().begin(record("begun"))) {
            id = entry.id();
            byte[] line = "line\n".getBytes(UTF_8);
            entry.append(line, line.length);
            entry.append(line, line.length);
            StoredBuild running = store.builds().find(id.substring(0, 4)).orElseThrow();
            assertThat(running.running()).isTrue();
            assertThat(running.logSize()).isEqualTo(10);
            assertThat(store.builds().remove(id)).isFalse();
            entry.record(record("ended"));
        }
        StoredBuild ended = store.builds().find(id).orElseThrow();
        assertThat(ended.running()).isFalse();
        assertThat(ended.record().string("text")).isEqualTo("ended");
        try (InputStream log = store.builds().log(id)) {
            assertThat(log.readAllBytes()).asString(UTF_8).isEqualTo("line\nline\n");
        }
        assertThat(store.builds().find("")).isEmpty();
        assertThat(store.builds().find("zz")).isEmpty();
        assertThat(store.builds().remove(id)).isTrue();
        assertThat(store.builds().find(id)).isEmpty();
        assertThatThrownBy(() -> store.builds().log("../x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheNewestAreKept() throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            all.add(build(1, 14 - i));
        }
        Builds.Budget budget = new Builds.Budget(5, Duration.ofDays(1), 1_000);
        store.builds().tidy(new Builds.Budget(10, Duration.ofDays(1), 1_000), false);
        assertThat(ids()).hasSize(14);
        store.builds().tidy(new Builds.Budget(3, Duration.ofDays(1), 1_000), false);
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(all.subList(11, 14));
        store.builds().tidy(budget, true);
        assertThat(ids()).hasSize(3);
    }

    @Test
    void oldOnesAndLargeOnesGo() throws Exception {
        String old = build(1, 50);
        String large = build(900, 3);
        String recent = build(200, 2);
        String newest = build(2_000, 1);
        store.builds().tidy(new Builds.Budget(100, Duration.ofDays(2), 1_000), true);
        assertThat(ids()).containsExactly(newest).doesNotContain(old, large, recent);
    }

    @Test
    void oneWithoutAWholeRecordIsLeftOut() throws Exception {
        String id = build(1, 1);
        Files.writeString(root.resolve("builds/" + id + "/record"), "damaged");
        assertThat(ids()).isEmpty();
    }
}
