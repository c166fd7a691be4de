// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainersTests {
    private static final Digest IMAGE = Digest.sha256("image".getBytes(UTF_8));

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

    private StoredContainer create(String name) throws IOException {
        return store.containers()
                .create(name, IMAGE, null, ImagesTests.obj("record"), ImagesTests.obj("state"));
    }

    @Test
    void aContainerIsFoundByNameIdAndPrefix() throws Exception {
        StoredContainer made = create("web_1");
        assertThat(made.id()).matches("[0-9a-f]{64}");
        for (String each : List.of("web_1", made.id(), made.id().substring(0, 12))) {
            StoredContainer found = store.containers().find(each).orElseThrow();
            assertThat(found.id()).isEqualTo(made.id());
            assertThat(found.name()).isEqualTo("web_1");
            assertThat(found.image()).isEqualTo(IMAGE);
            assertThat(found.record()).isEqualTo(ImagesTests.obj("record"));
            assertThat(found.state()).isEqualTo(ImagesTests.obj("state"));
        }
        assertThat(store.containers().find("web")).isEmpty();
        assertThat(store.containers().find("")).isEmpty();
        assertThat(store.containers().find("../" + made.id())).isEmpty();
        assertThat(store.containers().list()).hasSize(1);
    }

    @Test
    void aNameGoesBeforeAnIdAndAnIdsStartMustBeUnique() throws Exception {
        StoredContainer first = create("a");
        String prefix = first.id().substring(0, 10);
        StoredContainer second = create(prefix);
        assertThat(store.containers().find(prefix).orElseThrow().id()).isEqualTo(second.id());
        for (int i = 0; i < 17; i++) {
            create("c" + i);
        }
        List<String> starts =
                store.containers().list().stream().map(each -> each.id().substring(0, 1)).toList();
        String shared =
                starts.stream()
                        .filter(each -> starts.indexOf(each) != starts.lastIndexOf(each))
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> store.containers().find(shared))
                .isInstanceOf(AmbiguousIdException.class);
    }

    @Test
    void aNameHasOneOwnerAtATime() throws Exception {
        StoredContainer first = create("x");
        assertThatThrownBy(() -> create("x"))
                .isInstanceOfSatisfying(
                        NameInUseException.class, e -> assertThat(e.owner()).isEqualTo(first.id()))
                .hasMessageContaining("\"/x\" is already in use");
        first.remove();
        assertThat(store.containers().find("x")).isEmpty();
        assertThat(store.containers().list()).isEmpty();
        assertThat(create("x").id()).isNotEqualTo(first.id());
    }

    @Test
    void ofManyThatWantANameOneGetsIt() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(6);
                Store second = Store.open(folder.resolve("store"))) {
            List<Future<StoredContainer>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Store one = i % 2 == 0 ? store : second;
                all.add(
                        pool.submit(() ->
                                one.containers()
                                        .create(
                                                "same",
                                                IMAGE,
                                                null,
                                                ImagesTests.obj("a"),
                                                ImagesTests.obj("b"))));
            }
            int made = 0;
            for (Future<StoredContainer> each : all) {
                try {
                    each.get();
                    made++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(NameInUseException.class);
                }
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(store.containers().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", ".x", "a b", "ä"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> create(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameWhoseContainerNeverCameIsFree() throws Exception {
        Files.writeString(folder.resolve("store/names/x"), "f".repeat(64));
        assertThat(store.containers().find("x")).isEmpty();
        assertThat(create("x").name()).isEqualTo("x");
    }

    @Test
    void theStateIsReplacedAndTheRecordStays() throws Exception {
        StoredContainer made = create("x");
        made.state(ImagesTests.obj("changed"));
        StoredContainer found = store.containers().find("x").orElseThrow();
        assertThat(found.state()).isEqualTo(ImagesTests.obj("changed"));
        assertThat(found.record()).isEqualTo(ImagesTests.obj("record"));
    }

    @Test
    void theLockIsOneRunnersAlone() throws Exception {
        StoredContainer made = create("x");
        StoredContainer same = store.containers().find("x").orElseThrow();
        try (LockFile lock = made.lock()) {
            assertThat(lock).isNotNull();
            assertThat(same.tryLock()).isNull();
        }
        try (LockFile lock = same.tryLock()) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void whatIsRemovedIsGone() throws Exception {
        StoredContainer made = create("x");
        Files.writeString(made.log(), "log");
        Files.writeString(made.tree().upper().resolve("f"), "f");
        try (LockFile lock = made.lock()) {
            assertThat(lock).isNotNull();
            made.remove();
        }
        assertThat(made.log()).doesNotExist();
        for (var each :
                List.<ThrowingCallable>of(
                        made::lock,
                        made::tryLock,
                        made::state,
                        made::remove,
                        () -> made.state(ImagesTests.obj("y")))) {
            assertThatThrownBy(each)
                    .isInstanceOf(IOException.class)
                    .hasMessage("No such container: " + made.id());
        }
    }

    @Test
    void theTreeLiesOverTheImages() throws Exception {
        SnapshotId top = Trees.commit(store, null, root -> Trees.write(root, "a", "a"));
        StoredContainer made =
                store.containers()
                        .create("x", IMAGE, top, ImagesTests.obj("r"), ImagesTests.obj("s"));
        try (Dir root = made.tree().merged()) {
            Trees.write(root, "b", "b");
        }
        try (Dir root = store.containers().find("x").orElseThrow().tree().merged()) {
            assertThat(Trees.names(root, ".")).containsExactly("a", "b");
            root.unlink(Name.of("a"));
        }
        assertThat(made.tree().upper().resolve("b")).hasContent("b");
        try (Dir image = store.snapshots().open(top)) {
            assertThat(Trees.names(image, ".")).containsExactly("a");
        }
    }

    @Test
    void aDamagedRecordIsLeftOutAndItsNameIsFree() throws Exception {
        StoredContainer made = create("x");
        create("y");
        Files.writeString(folder.resolve("store/containers/" + made.id() + "/record"), "?");
        assertThat(store.containers().list()).hasSize(1);
        assertThatThrownBy(() -> store.containers().find(made.id()))
                .isInstanceOf(CorruptStoreException.class);
        assertThat(create("x").name()).isEqualTo("x");
    }
}
