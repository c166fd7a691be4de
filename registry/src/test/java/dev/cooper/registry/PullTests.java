// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.Fixture.Memory;
import dev.cooper.registry.RegistryEvent.Outcome;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images from a registry that is as the hub is.
class PullTests {
    @TempDir Path folder;
    private Fixture at;

    @BeforeEach
    void start() {
        at = new Fixture(folder, RegistrySettings.HUB_LIKE);
    }

    @AfterEach
    void stop() {
        assertThat(at.registry.violations()).isEmpty();
        assertThat(at.registry.faultsLeft()).isZero();
        at.close();
    }

    private RemoteImage pull(Memory sink) throws IOException {
        return new Puller(at.client())
                .pull(at.reference("library/a:1"), Fixture.PLATFORM, sink, at.events::add);
    }

    private static Kind kind(Throwable thrown) {
        return ((RegistryException) thrown).kind();
    }

    @Test
    void anonymousTokenIndexAndBlobsFromAnotherHost() throws IOException {
        Image image = Fixture.image(Fixture.noise(1, 300_000), Fixture.noise(2, 10));
        at.add("library/a", null, image);
        Document index = Fixture.index(image.document());
        at.add("library/a", "1", index);
        Memory sink = new Memory();

        RemoteImage pulled = pull(sink);

        assertThat(pulled.root().digest()).isEqualTo(index.digest());
        assertThat(pulled.document().digest()).isEqualTo(image.document().digest());
        assertThat(pulled.configBytes().bytes()).isEqualTo(image.config());
        for (byte[] each : image.layers()) {
            assertThat(sink.blobs.get(Digest.sha256(each))).isEqualTo(each);
        }
        assertThat(at.registry.asked("cdn GET")).hasSize(3);
        assertThat(at.registry.asked("auth")).as("one token for all").hasSize(1);
    }

    @Test
    void whatIsThereIsNotAskedForAndEqualLayersComeOnce() throws IOException {
        byte[] twice = Fixture.noise(3, 1000);
        byte[] there = Fixture.noise(4, 1000);
        at.add("library/a", "1", Fixture.image(twice, there, twice));
        Memory sink = new Memory();
        sink.blobs.put(Digest.sha256(there), there);

        pull(sink);

        assertThat(sink.begun).doesNotContain(Digest.sha256(there)).hasSize(2);
        assertThat(at.events)
                .contains(new RegistryEvent.Finished(Fixture.layer(there), Outcome.EXISTS));
    }

    @Test
    void progressOfALayerEndsWithItsSize() throws IOException {
        byte[] layer = Fixture.noise(5, 200_000);
        at.add("library/a", "1", Fixture.image(layer));
        pull(new Memory());
        Descriptor blob = Fixture.layer(layer);
        List<RegistryEvent> its = new CopyOnWriteArrayList<>(at.events);
        its.removeIf(each ->
                each instanceof RegistryEvent.Advanced(Descriptor of, long n)
                        && of.equals(blob)
                        && n < layer.length);
        assertThat(its)
                .containsSubsequence(
                        new RegistryEvent.Started(blob),
                        new RegistryEvent.Advanced(blob, layer.length),
                        new RegistryEvent.Finished(blob, Outcome.TRANSFERRED));
    }

    @Test
    void aPlatformThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
        Image image = Fixture.image(Fixture.noise(1, 10));
        at.add("library/a", null, image);
        at.add("library/a", "1", Fixture.index(image.document()));
        assertThatThrownBy(() ->
                        new Puller(at.client())
                                .find(at.reference("library/a:1"), Platform.parse("linux/s390x")))
                .hasMessageContaining("no matching manifest for linux/s390x")
                .hasMessageContaining("linux/amd64");
    }

    @Test
    void aConfigThatDisagreesWithItsManifestIsRefused() throws IOException {
        Image image = Fixture.image(Fixture.noise(1, 10), Fixture.noise(2, 10));
        byte[] config = Fixture.image(Fixture.noise(1, 10)).config();
        byte[] manifest =
                new dev.cooper.oci.Manifest(
                                MediaTypes.OCI_MANIFEST,
                                Descriptor.of(MediaTypes.OCI_CONFIG, config),
                                image.document().manifest().layers(),
                                java.util.Map.of())
                        .toBytes();
        at.registry.addBlob("library/a", config);
        at.registry.addManifest("library/a", "1", MediaTypes.OCI_MANIFEST, manifest);
        assertThatThrownBy(() -> pull(new Memory())).hasMessageContaining("knows of 1 layers");
    }

    @Test
    void anIndexThatLeadsToItselfEnds() throws IOException {
        Document inner = Fixture.index(Fixture.image(Fixture.noise(1, 5)).document());
        Document one = inner;
        at.add("library/a", null, one);
        for (int i = 0; i < 6; i++) {
            one = Fixture.index(one);
            at.add("library/a", i == 5 ? "1" : null, one);
        }
        assertThatThrownBy(() -> pull(new Memory())).hasMessageContaining("without end");
    }

    @Test
    void aSizeInTheIndexThatIsNotTheManifestsIsRefused() throws IOException {
        Image image = Fixture.image(Fixture.noise(1, 10));
        at.add("library/a", null, image);
        Descriptor lying =
                new Descriptor(
                        MediaTypes.OCI_MANIFEST,
                        image.document().digest(),
                        7,
                        java.util.Map.of(),
                        Fixture.PLATFORM);
        byte[] index =
                new dev.cooper.oci.Index(MediaTypes.OCI_INDEX, List.of(lying), java.util.Map.of())
                        .toBytes();
        at.registry.addManifest("library/a", "1", MediaTypes.OCI_INDEX, index);
        assertThatThrownBy(() -> pull(new Memory())).hasMessageContaining("has 7 bytes");
    }

    @Test
    void theDigestOfANameDecides() throws IOException {
        Image old = Fixture.image(Fixture.noise(1, 10));
        at.add("library/a", "1", old);
        at.add("library/a", "1", Fixture.image(Fixture.noise(2, 10)));
        RemoteImage found =
                new Puller(at.client())
                        .find(
                                at.reference("library/a:1@" + old.document().digest()),
                                Fixture.PLATFORM);
        assertThat(found.document().digest()).isEqualTo(old.document().digest());
    }

    @Test
    void theFirstFailureOfALayerIsTold() throws IOException {
        Image image = Fixture.image(Fixture.noise(1, 1000), Fixture.noise(2, 1000));
        at.add("library/a", "1", image);
        Digest broken = Digest.sha256(image.layers().get(1));
        at.registry.addBlob("library/a", broken.toString(), Fixture.noise(3, 1000));
        Memory sink = new Memory();
        assertThatThrownBy(() -> pull(sink))
                .satisfies(thrown -> assertThat(kind(thrown)).isEqualTo(Kind.CORRUPT))
                .hasMessageContaining(broken.shortHex());
        assertThat(sink.blobs).doesNotContainKey(broken);
    }

    @Test
    void anIndexOverOneImageNeedNotSayWhatItRunsOn() throws IOException {
        Image image = Fixture.image(Fixture.noise(1, 10));
        at.add("library/a", null, image);
        byte[] index =
                new dev.cooper.oci.Index(
                                MediaTypes.OCI_INDEX,
                                List.of(image.document().descriptor()),
                                java.util.Map.of())
                        .toBytes();
        at.registry.addManifest("library/a", "1", MediaTypes.OCI_INDEX, index);
        assertThat(pull(new Memory()).document().digest()).isEqualTo(image.document().digest());
    }

    @Test
    void anArtifactIsNoImage() throws IOException {
        byte[] empty = Fixture.bytes("{}");
        at.registry.addBlob("library/a", empty);
        byte[] manifest =
                new dev.cooper.oci.Manifest(
                                MediaTypes.OCI_MANIFEST,
                                Descriptor.of("application/vnd.oci.empty.v1+json", empty),
                                List.of(),
                                java.util.Map.of())
                        .toBytes();
        at.registry.addManifest("library/a", "1", MediaTypes.OCI_MANIFEST, manifest);
        assertThatThrownBy(() -> pull(new Memory()))
                .satisfies(thrown -> assertThat(kind(thrown)).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("isn't an image");
    }

    @Test
    void aTagThatIsNotThereIsSaidSo() {
        at.registry.addBlob("library/a", new byte[1]);
        assertThatThrownBy(() -> pull(new Memory()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
                            assertThat(e.code()).isEqualTo("MANIFEST_UNKNOWN");
                            assertThat(e.status()).isEqualTo(404);
                            assertThat(e.host()).isEqualTo(at.registry.authority());
                            assertThat(e.temporary()).isFalse();
                        })
                .hasMessageContaining("library/a:1")
                .hasMessageContaining("manifest unknown");
    }

    @Test
    void aRateLimitIsWaitedOutAndNeverCutShort() throws IOException {
        at.add("library/a", "1", Fixture.image(Fixture.noise(1, 10)));
        at.registry.fault(
                "GET",
                "manifests",
                Fault.instead(
                        Answer.error(429, "TOOMANYREQUESTS", "slow down")
                                .header("Retry-After", "7")));
        pull(new Memory());
        assertThat(at.patience.waits).hasSize(1);
        assertThat(at.patience.waits.getFirst().toSeconds()).isGreaterThanOrEqualTo(7);
        assertThat(at.events).anyMatch(each -> each instanceof RegistryEvent.Retrying);
    }

    @Test
    void aRateLimitBeyondTheDeadlineIsToldAtOnce() throws IOException {
        at.add("library/a", "1", Fixture.image(Fixture.noise(1, 10)));
        at.registry.fault(
                "GET",
                "manifests",
                Fault.instead(
                        Answer.error(429, "TOOMANYREQUESTS", "pull rate limit")
                                .header("Retry-After", "21600")));
        assertThatThrownBy(() -> pull(new Memory()))
                .satisfies(thrown -> assertThat(kind(thrown)).isEqualTo(Kind.RATE_LIMITED))
                .hasMessageContaining("pull rate limit")
                .hasMessageContaining("21600 s");
        assertThat(at.patience.waits).isEmpty();
    }
}
