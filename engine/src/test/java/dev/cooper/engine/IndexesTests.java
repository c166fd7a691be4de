// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.registry.Surroundings;
import dev.cooper.testkit.registry.TestRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexesTests {
    private static final PlatformNote ARM = new PlatformNote("linux", "arm", "v7", "", List.of());

    @TempDir Path temp;
    private final List<TestRegistry> registries = new ArrayList<>();
    private final List<Cooper> open = new ArrayList<>();
    private TestRegistry registry;
    private Cooper cooper;
    private Indexes indexes;

    @BeforeEach
    void open() {
        registry = registry();
        cooper = cooper("here");
        indexes = cooper.indexes();
    }

    private TestRegistry registry() {
        TestRegistry made = TestRegistry.start();
        registries.add(made);
        return made;
    }

    private Cooper cooper(String name) {
        Path home = temp.resolve(name);
        Cooper made =
                Cooper.open(
                        home.resolve("store"),
                        CachePolicy.USUAL,
                        new Surroundings(Map.of(), home, temp.resolve("etc")));
        open.add(made);
        return made;
    }

    @AfterEach
    void close() {
        open.forEach(Cooper::close);
        registries.forEach(TestRegistry::close);
    }

    private String name(String rest) {
        return registry.authority() + "/" + rest;
    }

    /// Two images in their own repositories, and no longer in the store.
    private void pushTwo() throws Exception {
        Busybox.into(cooper, name("one:1"), List.of("CMD [\"one\"]"));
        Busybox.into(cooper, name("two:1"), List.of("CMD [\"two\"]"));
        for (String each : List.of(name("one:1"), name("two:1"))) {
            cooper.images().push(each, _ -> {});
            cooper.images().remove(each, true);
        }
    }

    private static Index index(byte[] document) throws Exception {
        return Index.parse(document);
    }

    @Test
    void anIndexIsPutTogetherAndPushed() throws Exception {
        pushTwo();
        String list = name("both:1");
        assertThat(indexes.create(list, List.of(name("one:1")), false)).isEqualTo(list);
        assertThatThrownBy(() -> indexes.create(list, List.of(name("two:1")), false))
                .isInstanceOf(CooperException.Conflict.class)
                .hasMessage("refusing to amend an existing manifest list with no --amend flag");
        indexes.create(list, List.of(name("two:1")), true);
        indexes.annotate(list, name("two:1"), ARM);
        byte[] kept = indexes.find(list).orElseThrow();
        registry.forgetRequests();
        Indexes.PushedIndex pushed = indexes.push(list, true);
        assertThat(pushed.images()).hasSize(2).allMatch(each -> each.startsWith(name("both@")));
        assertThat(registry.asked("registry POST"))
                .as("blobs are mounted, not sent")
                .isNotEmpty()
                .allMatch(each -> each.contains("blobs/uploads"));
        assertThat(registry.asked("registry PATCH")).isEmpty();
        byte[] there = cooper.registries().manifest(list);
        assertThat(there).isEqualTo(kept);
        assertThat(Digest.sha256(there)).isEqualTo(pushed.digest());
        assertThat(index(there).mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(index(there).manifests())
                .extracting(Descriptor::platform)
                .containsExactly(Platform.host(), new Platform("linux", "arm", "v7"));
        assertThat(indexes.find(list)).isEmpty();
        PulledImage pulled =
                cooper("there")
                        .images()
                        .pull(list, Optional.of(Platform.parse("linux/arm/v7")), _ -> {});
        assertThat(pulled.digest()).isEqualTo(pushed.digest());
    }

    @Test
    void imagesThatOnlyTheStoreHasGoAlong() throws Exception {
        Busybox.into(cooper, name("local:1"));
        indexes.create(name("list:1"), List.of(name("local:1")), false);
        Indexes.PushedIndex pushed = indexes.push(name("list:1"), false);
        assertThat(pushed.images()).hasSize(1);
        assertThat(cooper("there").images().pull(name("list:1"), Optional.empty(), _ -> {}).id())
                .isEqualTo(cooper.images().find(name("local:1")).id());
        assertThat(indexes.find(name("list:1"))).isPresent();
        assertThat(Manifest.parse(indexes.manifest(name("list:1"), name("local:1"))).layers())
                .hasSize(1);
        assertThat(indexes.remove(name("list:1"))).isTrue();
        assertThat(indexes.remove(name("list:1"))).isFalse();
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThatThrownBy(() -> indexes.create(name("l:1"), List.of(name("none:1")), false))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("no such manifest: " + name("none:1"));
        assertThatThrownBy(() -> indexes.push(name("l:1"), false))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("No such manifest: " + name("l:1"));
        pushTwo();
        indexes.create(name("l:1"), List.of(name("one:1")), false);
        assertThatThrownBy(() -> indexes.annotate(name("l:1"), name("two:1"), ARM))
                .hasMessage(
                        "manifest for image %s does not exist in %s"
                                .formatted(name("two:1"), name("l:1")));
        indexes.push(name("l:1"), false);
        assertThatThrownBy(() -> indexes.create(name("m:1"), List.of(name("l:1")), false))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("is a manifest list");
    }

    private IndexRequest request(List<String> names, String... sources) {
        return new IndexRequest(names, List.of(sources), false, true, Map.of(), false);
    }

    @Test
    void sourcesAreCombinedAcrossRegistries() throws Exception {
        pushTwo();
        TestRegistry other = registry();
        String target = other.authority() + "/moved:1";
        byte[] made = indexes.combine(request(List.of(target), name("one:1"), name("two:1")));
        assertThat(index(made).manifests()).hasSize(2);
        assertThat(cooper.registries().manifest(target)).isEqualTo(made);
        PulledImage pulled = cooper("there").images().pull(target, Optional.empty(), _ -> {});
        assertThat(pulled.digest()).isEqualTo(Digest.sha256(made));
        // An index is taken apart among others, and copied as it is alone.
        assertThat(indexes.combine(request(List.of(name("copy:1")), target))).isEqualTo(made);
        assertThat(cooper.registries().manifest(name("copy:1"))).isEqualTo(made);
        byte[] again = indexes.combine(request(List.of(), target, name("one:1")));
        assertThat(index(again).manifests()).isEqualTo(index(made).manifests());
    }

    @Test
    void appendsAndOnlyShows() throws Exception {
        pushTwo();
        String target = name("grown:1");
        byte[] first = indexes.combine(request(List.of(target), name("one:1")));
        assertThat(index(first).manifests()).hasSize(1);
        IndexRequest append =
                new IndexRequest(
                        List.of(target),
                        List.of(name("two:1")),
                        true,
                        true,
                        Map.of("org.example", "yes"),
                        true);
        byte[] shown = indexes.combine(append);
        assertThat(index(shown).manifests()).hasSize(2);
        assertThat(index(shown).annotations()).containsEntry("org.example", "yes");
        assertThat(cooper.registries().manifest(target)).as("nothing was pushed").isEqualTo(first);
        IndexRequest carbon =
                new IndexRequest(
                        List.of(target), List.of(name("one:1")), false, false, Map.of(), false);
        assertThat(indexes.combine(carbon)).isEqualTo(cooper.registries().manifest(name("one:1")));
    }
}
