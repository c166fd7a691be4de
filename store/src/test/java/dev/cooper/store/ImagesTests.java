// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTests {
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

    static byte[] config(List<Digest> diffIds, String author) {
        return Json.object()
                .put("author", author)
                .put("architecture", "amd64")
                .put("os", "linux")
                .put(
                        "rootfs",
                        Json.object()
                                .put("type", "layers")
                                .put(
                                        "diff_ids",
                                        Json.strings(
                                                diffIds.stream().map(Digest::toString).toList()))
                                .build())
                .build()
                .toBytes();
    }

    static Json.Obj obj(String value) {
        return Json.object().put("value", value).build();
    }

    private Digest image(String author) throws IOException {
        return store.images().put(config(List.of(), author));
    }

    private static Reference reference(String text) throws Exception {
        return Reference.parse(text);
    }

    @Test
    void anImageIsFoundByIdTagAndPrefix() throws Exception {
        byte[] config = config(List.of(), "a");
        Digest id = store.images().put(config);
        assertThat(id).isEqualTo(Digest.sha256(config));
        Reference long255 = reference("host:5000/" + "a/".repeat(100) + "b:" + "t".repeat(128));
        store.images().tag(reference("x:1"), id);
        store.images().tag(long255, id);
        StoredImage found = store.images().find(id).orElseThrow();
        assertThat(found.configBytes()).isEqualTo(config);
        assertThat(found.config().author()).isEqualTo("a");
        assertThat(found.tags()).containsExactly(long255, reference("x:1"));
        assertThat(found.lastTagged()).isNotNull();
        assertThat(store.images().resolve(reference("x:1"))).isEqualTo(id);
        assertThat(store.images().resolve(long255)).isEqualTo(id);
        assertThat(store.images().resolve(reference("x:2"))).isNull();
        assertThat(store.images().findByPrefix(id.hex().substring(0, 5))).contains(found);
        assertThat(store.images().findByPrefix("x")).isEmpty();
        assertThat(store.images().list()).containsExactly(found);
    }

    @Test
    void aTagMovesAndTheOldImageStaysWithoutIt() throws Exception {
        Digest old = image("old");
        Digest changed = image("new");
        Reference tag = reference("x");
        store.images().tag(tag, old);
        store.images().tag(tag, changed);
        assertThat(store.images().resolve(tag)).isEqualTo(changed);
        assertThat(store.images().find(old).orElseThrow().tags()).isEmpty();
        assertThat(store.images().find(old).orElseThrow().lastTagged()).isNull();
        assertThat(store.images().untag(tag)).isTrue();
        assertThat(store.images().untag(tag)).isFalse();
        assertThat(store.images().resolve(tag)).isNull();
    }

    @Test
    void taggingAgainMakesATagTheNewest() throws Exception {
        Digest id = image("a");
        store.images().tag(reference("x"), id);
        store.images().tag(reference("y"), id);
        store.images().tag(reference("x"), id);
        assertThat(store.images().find(id).orElseThrow().tags())
                .containsExactly(reference("x"), reference("y"));
    }

    @Test
    void anImageGoesWithItsTags() throws Exception {
        Digest id = image("a");
        store.images().tag(reference("x"), id);
        assertThat(store.images().remove(id)).isTrue();
        assertThat(store.images().remove(id)).isFalse();
        assertThat(store.images().resolve(reference("x"))).isNull();
        assertThatThrownBy(() -> store.images().tag(reference("x"), id))
                .isInstanceOf(NoSuchImageException.class);
    }

    @Test
    void aPrefixOfSeveralIsAmbiguous() throws Exception {
        for (int i = 0; i < 17; i++) {
            image("author " + i);
        }
        String shared =
                store.images().list().stream()
                        .map(each -> each.id().hex().substring(0, 1))
                        .sorted()
                        .reduce((a, b) -> a.length() > 1 ? a : a.equals(b) ? a + "!" : b)
                        .orElseThrow()
                        .substring(0, 1);
        assertThatThrownBy(() -> store.images().findByPrefix(shared))
                .isInstanceOf(AmbiguousIdException.class)
                .hasMessageContaining(shared);
    }

    @Test
    void aDamagedImageIsAnErrorUntilItIsPutAgain() throws Exception {
        byte[] config = config(List.of(), "a");
        Digest id = store.images().put(config);
        Files.write(folder.resolve("store/images/" + id.hex()), "?".getBytes(UTF_8));
        assertThatThrownBy(() -> store.images().find(id)).isInstanceOf(CorruptStoreException.class);
        assertThat(store.images().list()).isEmpty();
        store.images().put(config);
        assertThat(store.images().find(id)).isPresent();
    }

    @Test
    void aReaderSeesTheOldImageOrTheNewOne() throws Exception {
        Digest a = image("a");
        Digest b = image("b");
        Reference tag = reference("x");
        store.images().tag(tag, a);
        try (ExecutorService pool = Executors.newFixedThreadPool(3);
                Store second = Store.open(folder.resolve("store"))) {
            List<Future<?>> all = new ArrayList<>();
            for (Store each : List.of(store, second)) {
                all.add(
                        pool.submit(() -> {
                            for (int i = 0; i < 20; i++) {
                                each.images().tag(tag, i % 2 == 0 ? b : a);
                            }
                            return null;
                        }));
            }
            all.add(
                    pool.submit(() -> {
                        for (int i = 0; i < 500; i++) {
                            assertThat(second.images().resolve(tag)).isIn(a, b);
                        }
                        return null;
                    }));
            for (Future<?> each : all) {
                each.get();
            }
        }
    }
}
