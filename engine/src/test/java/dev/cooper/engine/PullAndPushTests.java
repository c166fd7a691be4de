// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.engine.RemovedImage.Deleted;
import dev.cooper.engine.RemovedImage.Untagged;
import dev.cooper.engine.TransferEvent.Phase;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.registry.Surroundings;
import dev.cooper.store.Store;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images to a registry that is as the hub is, and back into other stores.
class PullAndPushTests {
    @TempDir Path temp;
    private TestRegistry registry;
    private final List<Cooper> open = new ArrayList<>();
    private final List<TransferEvent> events = new CopyOnWriteArrayList<>();
    private Cooper here;
    private Cooper there;

    @BeforeEach
    void open() {
        registry = TestRegistry.start(RegistrySettings.HUB_LIKE);
        here = cooper("here");
        there = cooper("there");
        here.registries().login(registry.authority(), "user", "secret");
        registry.forgetRequests();
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
        registry.close();
        assertThat(registry.violations()).isEmpty();
    }

    private String name(String rest) {
        return registry.authority() + "/" + rest;
    }

    private PushedImage push(Cooper from, String rest) throws Exception {
        events.clear();
        return from.images().push(name(rest), events::add);
    }

    private PulledImage pull(Cooper to, String rest) throws Exception {
        events.clear();
        return to.images().pull(name(rest), Optional.empty(), events::add);
    }

    private List<Phase> phases() {
        return events.stream()
                .filter(TransferEvent.Layer.class::isInstance)
                .map(each -> ((TransferEvent.Layer) each).phase())
                .filter(each -> each != Phase.MOVING)
                .toList();
    }

    private static byte[] saved(Cooper from, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        from.images().save(List.of(name), out);
        return out.toByteArray();
    }

    private Path dockerfile(String... lines) throws Exception {
        Path folder = Files.createTempDirectory(temp, "context");
        Files.write(folder.resolve("Dockerfile"), List.of(lines));
        return folder;
    }

    private Digest build(Cooper in, String tag, String... lines) throws Exception {
        return in.build(BuildRequest.of(dockerfile(lines)).tag(tag).create()).image();
    }

    @Test
    void whatIsPushedIsPulledWithTheSameDigests() throws Exception {
        Digest id = Busybox.into(here, name("box:1"));
        PushedImage pushed = push(here, "box:1");
        assertThat(phases()).containsExactly(Phase.WAITING, Phase.DONE);
        assertThat(here.images().find(name("box:1")).digests())
                .containsExactly(Reference.parse(name("box")).withDigest(pushed.digest()));
        PulledImage pulled = pull(there, "box:1");
        assertThat(pulled)
                .isEqualTo(
                        new PulledImage(id, Reference.parse(name("box:1")), pushed.digest(), true));
        assertThat(phases()).containsExactly(Phase.WAITING, Phase.ARRIVED, Phase.DONE);
        assertThat(saved(there, name("box:1"))).isEqualTo(saved(here, name("box:1")));
        assertThat(there.images().find(name("box@" + pushed.digest())).id()).isEqualTo(id);
        assertThat(pull(there, "box:1").changed()).isFalse();
        assertThat(phases()).containsExactly(Phase.EXISTS);
        assertThat(there.images().find(name("box:1")).size())
                .isEqualTo(here.images().find(name("box:1")).size());
        assertThat(there.containers().create(ContainerSpec.of(name("box:1"))).imageId())
                .isEqualTo(id);
    }

    @Test
    void aSecondPushSendsNothingAndAnotherRepositoryMounts() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        PushedImage again = push(here, "box:1");
        assertThat(phases()).containsExactly(Phase.WAITING, Phase.EXISTS);
        here.images().tag(name("box:1"), name("other/box:2"));
        registry.forgetRequests();
        PushedImage other = push(here, "other/box:2");
        assertThat(phases()).containsExactly(Phase.WAITING, Phase.MOUNTED);
        assertThat(events)
                .anyMatch(each ->
                        each instanceof TransferEvent.Layer layer && layer.from().equals("box"));
        assertThat(other.digest()).isEqualTo(again.digest());
    }

    @Test
    void aRebuiltImageSendsWhatIsNew() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        build(here, name("app:1"), "FROM " + name("box:1"), "COPY Dockerfile /a");
        push(here, "app:1");
        assertThat(phases())
                .containsExactlyInAnyOrder(Phase.WAITING, Phase.WAITING, Phase.MOUNTED, Phase.DONE);
        build(here, name("app:1"), "FROM " + name("box:1"), "COPY Dockerfile /a", "LABEL a=b");
        registry.forgetRequests();
        PushedImage pushed = push(here, "app:1");
        Manifest manifest = manifest("app", pushed.digest());
        assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(manifest.layers())
                .allMatch(each -> each.mediaType().equals(MediaTypes.OCI_LAYER_GZIP));
        assertThat(pull(there, "app:1").digest()).isEqualTo(pushed.digest());
        assertThat(push(here, "app:1").digest()).isEqualTo(pushed.digest());
    }

    private Manifest manifest(String repository, Digest digest) throws Exception {
        return Manifest.parse(
                Objects.requireNonNull(registry.manifest(repository, digest.toString())));
    }

    @Test
    void whatCameGoesOutAsItCame() throws Exception {
        Busybox.into(here, name("box:1"));
        Manifest made = manifest("box", push(here, "box:1").digest());
        // As docker wrote it before there was OCI.
        Manifest old =
                new Manifest(
                        MediaTypes.DOCKER_MANIFEST,
                        Descriptor.of(
                                MediaTypes.DOCKER_CONFIG,
                                made.config().digest(),
                                made.config().size()),
                        made.layers().stream()
                                .map(each ->
                                        Descriptor.of(
                                                MediaTypes.DOCKER_LAYER_GZIP,
                                                each.digest(),
                                                each.size()))
                                .toList(),
                        Map.of());
        registry.addManifest("box", "old", MediaTypes.DOCKER_MANIFEST, old.toBytes());
        Digest digest = Digest.sha256(old.toBytes());
        Descriptor of =
                Descriptor.of(MediaTypes.DOCKER_MANIFEST, old.toBytes())
                        .withPlatform(Platform.host());
        byte[] index = new Index(MediaTypes.DOCKER_INDEX, List.of(of), Map.of()).toBytes();
        registry.addManifest("box", "many", MediaTypes.DOCKER_INDEX, index);
        PulledImage pulled = pull(there, "box:many");
        assertThat(pulled.digest()).isEqualTo(Digest.sha256(index));
        assertThat(there.images().find(name("box@" + Digest.sha256(index))).id())
                .isEqualTo(pulled.id());
        there.registries().login(registry.authority(), "user", "secret");
        there.images().tag(name("box:many"), name("copy:1"));
        assertThat(push(there, "copy:1").digest()).isEqualTo(digest);
        assertThat(registry.manifest("copy", "1")).isEqualTo(old.toBytes());
    }

    @Test
    void aBaseComesWithoutItsLayersUntilAStepReadsThem() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        registry.forgetRequests();
        Cooper.open(temp.resolve("unused/store")).close();
        there.build(
                BuildRequest.of(
                                dockerfile(
                                        "FROM " + name("box:1") + " AS unused",
                                        "FROM scratch",
                                        "COPY Dockerfile /a"))
                        .tag("x")
                        .create());
        assertThat(registry.asked("registry GET /v2/box/")).isEmpty();
        List<String> told = new CopyOnWriteArrayList<>();
        BuildRequest request =
                BuildRequest.of(
                                dockerfile(
                                        "FROM scratch",
                                        "COPY --from=" + name("box:1") + " /bin/sh /sh"))
                        .tag("y")
                        .events(event -> told.add(event.toString()))
                        .create();
        Digest first = there.build(request).image();
        assertThat(told).anyMatch(each -> each.contains("load metadata for " + name("box:1")));
        assertThat(registry.asked("cdn GET")).hasSize(2);
        registry.forgetRequests();
        assertThat(there.build(request).image()).isEqualTo(first);
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void aMissingLayerIsFetchedByWhoeverNeedsIt() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        registry.forgetRequests();
        Path home = temp.resolve("there");
        try (Store store = Store.open(home.resolve("store"));
                RegistryAccess access =
                        new RegistryAccess(new Surroundings(Map.of(), home, temp.resolve("etc")))) {
            new ImagePull(store, access).describe(name("box:1"), Platform.host());
        }
        // The configuration alone.
        assertThat(registry.asked("cdn GET")).hasSize(1);
        assertThat(there.images().list()).hasSize(1);
        assertThat(there.images().history(name("box:1"))).isNotEmpty();
        registry.forgetRequests();
        there.containers().create(ContainerSpec.of(name("box:1")));
        assertThat(registry.asked("cdn GET")).hasSize(1);
        assertThat(saved(there, name("box:1"))).isEqualTo(saved(here, name("box:1")));
    }

    @Test
    void aLayerThatCantBeFetchedIsNamed() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        Path home = temp.resolve("there");
        try (Store store = Store.open(home.resolve("store"));
                RegistryAccess access =
                        new RegistryAccess(new Surroundings(Map.of(), home, temp.resolve("etc")))) {
            new ImagePull(store, access).describe(name("box:1"), Platform.host());
        }
        registry.close();
        assertThatThrownBy(() -> there.containers().create(ContainerSpec.of(name("box:1"))))
                .isInstanceOf(CooperException.class)
                .hasMessageContaining("isn't in the store yet, and it could not be fetched");
    }

    @Test
    void buildsAskForANewerBaseWhenTold() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        String[] lines = {"FROM " + name("box:1"), "LABEL x=y"};
        Digest first = build(there, "a", lines);
        Busybox.into(here, name("box:1"), List.of("CMD [\"ls\"]"));
        push(here, "box:1");
        assertThat(build(there, "a", lines)).isEqualTo(first);
        Digest second =
                there.build(BuildRequest.of(dockerfile(lines)).tag("a").pull(true).create())
                        .image();
        assertThat(second).isNotEqualTo(first);
        registry.close();
        assertThat(build(there, "a", lines)).isEqualTo(second);
        assertThatThrownBy(() ->
                        there.build(
                                BuildRequest.of(dockerfile(lines)).tag("a").pull(true).create()))
                .isInstanceOf(CooperException.BuildFailed.class)
                .hasMessageContaining("failed to resolve source metadata");
    }

    @Test
    void aTagThatMovesLeavesItsOldImageInItsRepository() throws Exception {
        Digest old = Busybox.into(here, name("box:1"));
        PushedImage first = push(here, "box:1");
        pull(there, "box:1");
        Digest now = Busybox.into(here, name("box:1"), List.of("CMD [\"ls\"]"));
        PushedImage second = push(here, "box:1");
        assertThat(pull(there, "box:1").changed()).isTrue();
        assertThat(there.images().find(name("box:1")).id()).isEqualTo(now);
        ImageSummary left = there.images().find(old.toString());
        Reference digest = Reference.parse(name("box")).withDigest(first.digest());
        assertThat(left.tags()).isEmpty();
        assertThat(left.digests()).containsExactly(digest);
        assertThat(there.images().remove(digest.familiar(), false))
                .containsExactly(new Untagged(digest.familiar()), new Deleted(old.toString()));
        assertThat(there.images().remove(name("box:1"), false))
                .containsExactly(
                        new Untagged(name("box:1")),
                        new Untagged(name("box") + "@" + second.digest()),
                        new Deleted(now.toString()));
        assertThat(there.images().list()).isEmpty();
    }

    @Test
    void whatCantBeHadIsSaidInDockersWords() throws Exception {
        Busybox.into(here, name("box:1"));
        push(here, "box:1");
        assertThatThrownBy(() -> pull(there, "box:2"))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessageStartingWith("manifest for " + name("box:2") + " not found: ");
        assertThatThrownBy(() ->
                        there.images().pull("nosuchhost.invalid/x", Optional.empty(), events::add))
                .isInstanceOf(CooperException.RegistryFailure.class)
                .hasMessage(
                        "Get \"https://nosuchhost.invalid/v2/\": dial tcp: lookup nosuchhost.invalid: no such host");
        pull(there, "box:1");
        there.images().tag(name("box:1"), name("mine:1"));
        assertThatThrownBy(() -> push(there, "mine:1"))
                .isInstanceOf(CooperException.RegistryFailure.class)
                .hasMessageStartingWith("denied: requested access to the resource is denied")
                .hasMessageContaining("login " + registry.authority());
        assertThatThrownBy(() -> push(there, "nothing:1"))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("An image does not exist locally with the tag: " + name("nothing"));
        assertThatThrownBy(() -> there.registries().login(registry.authority(), "user", "wrong"))
                .isInstanceOf(CooperException.RegistryFailure.class)
                .hasMessageContaining("incorrect username or password");
        assertThat(there.registries().tags(name("box"))).containsExactly("1");
        assertThat(here.registries().logout(registry.authority())).isTrue();
        assertThat(here.registries().logout(registry.authority())).isFalse();
    }

    /// Anybody can put another's configuration over layers of his own. Who has the right layers
    /// already gets none of these, and doesn't hand them on either.
    @Test
    void aLyingManifestIsNotPassedOn() throws Exception {
        Busybox.into(here, name("box:1"));
        Manifest honest = manifest("box", push(here, "box:1").digest());
        byte[] evil = "not that layer".getBytes(UTF_8);
        registry.addBlob("evil", evil);
        registry.addBlob(
                "evil",
                Objects.requireNonNull(registry.blob("box", honest.config().digest().toString())));
        Manifest lying =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        honest.config(),
                        List.of(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, evil)),
                        Map.of());
        registry.addManifest("evil", "1", MediaTypes.OCI_MANIFEST, lying.toBytes());
        pull(there, "box:1");
        assertThat(pull(there, "evil:1").id()).isEqualTo(honest.config().digest());
        there.registries().login(registry.authority(), "user", "secret");
        for (String each : List.of("evil:1", "box:1")) {
            there.images().tag(name(each), name("mine:1"));
            Manifest passedOn = manifest("mine", push(there, "mine:1").digest());
            assertThat(passedOn.layers())
                    .extracting(Descriptor::digest)
                    .containsExactly(honest.layers().getFirst().digest());
        }
        assertThat(registry.blob("mine", Digest.sha256(evil).toString())).isNull();
    }

    @Test
    void wrongBytesLeaveNoImage() throws Exception {
        Busybox.into(here, name("box:1"));
        Manifest manifest = manifest("box", push(here, "box:1").digest());
        Descriptor layer = manifest.layers().getFirst();
        byte[] bytes = Objects.requireNonNull(registry.blob("box", layer.digest().toString()));
        byte[] bad = bytes.clone();
        bad[bad.length / 2] ^= 1;
        registry.addBlob("box", layer.digest().toString(), bad);
        assertThatThrownBy(() -> pull(there, "box:1"))
                .isInstanceOf(CooperException.RegistryFailure.class);
        assertThat(there.images().list()).isEmpty();
        // The right digest, and not what the configuration says that it is.
        byte[] other = "not a layer at all".getBytes(UTF_8);
        registry.addBlob("box", other);
        Manifest lying =
                new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        manifest.config(),
                        List.of(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, other)),
                        Map.of());
        registry.addManifest("box", "lying", MediaTypes.OCI_MANIFEST, lying.toBytes());
        assertThatThrownBy(() -> pull(there, "box:lying")).isInstanceOf(CooperException.class);
        assertThat(there.images().list()).isEmpty();
        registry.addBlob("box", layer.digest().toString(), bytes);
        assertThat(pull(there, "box:1").changed()).isTrue();
    }
}
