// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Manifests as servers give them, honest and not.
class ManifestTests {
    @TempDir Path folder;
    private Fixture at;
    private Repository repository;
    private Image image;

    @BeforeEach
    void start() throws IOException {
        at = new Fixture(folder, RegistrySettings.OPEN);
        repository = at.repository("a");
        image = Fixture.image(Fixture.noise(1, 100));
        at.add("a", "1", image);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private void refused(String json, String type, Kind kind, String words) {
        at.registry.addManifest("a", "bad", type, Fixture.bytes(json));
        assertThatThrownBy(() -> repository.document("bad"))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    @Test
    void headResolvesATagWithoutTheManifest() throws IOException {
        Descriptor found = repository.resolve("1");
        assertThat(found).isEqualTo(image.document().descriptor());
        assertThat(at.registry.asked("registry GET /v2/a")).isEmpty();
    }

    @Test
    void getResolvesWhereHeadDoesNot() throws IOException {
        at.registry.fault("HEAD", "manifests", Fault.instead(Answer.of(405)));
        assertThat(repository.resolve("1")).isEqualTo(image.document().descriptor());
    }

    @Test
    void getResolvesWhereHeadTellsNoDigest() throws IOException {
        at.registry.fault(
                "HEAD",
                "manifests",
                Fault.changed(answer -> answer.header("Docker-Content-Digest", "sha256:../../x")));
        assertThat(repository.resolve("1")).isEqualTo(image.document().descriptor());
    }

    @Test
    void everyFormIsAskedFor() throws IOException {
        repository.document("1");
        String accept = at.registry.requests().getLast().header("Accept");
        assertThat(accept)
                .contains(
                        MediaTypes.OCI_INDEX,
                        MediaTypes.OCI_MANIFEST,
                        MediaTypes.DOCKER_INDEX,
                        MediaTypes.DOCKER_MANIFEST);
    }

    @Test
    void aLieAboutTheDigestIsAnError() {
        at.registry.fault(
                "GET",
                "manifests",
                Fault.changed(answer ->
                        answer.header("Docker-Content-Digest", "sha256:" + "0".repeat(64))));
        assertThatThrownBy(() -> repository.document("1"))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }

    @Test
    void anotherValidManifestIsNotTheOneThatWasAskedFor() throws IOException {
        Image other = Fixture.image(Fixture.noise(2, 100));
        at.registry.fault(
                "GET", "manifests", Fault.instead(Answer.of(200, other.document().bytes())));
        assertThatThrownBy(() -> repository.document(image.document().digest()))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }

    @Test
    void whatCouldBeReadInTwoWaysIsRefused() {
        refused(
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
                MediaTypes.OCI_INDEX,
                Kind.MALFORMED,
                "could be read as either");
        refused(
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[]}"
                        .formatted(MediaTypes.OCI_INDEX),
                MediaTypes.OCI_INDEX,
                Kind.MALFORMED,
                "members of the other kind");
        refused(
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[]}"
                        .formatted(MediaTypes.OCI_MANIFEST),
                MediaTypes.DOCKER_MANIFEST,
                Kind.MALFORMED,
                "the registry calls it");
    }

    @Test
    void theOldFormatIsRefusedInClearWords() {
        refused(
                "{\"schemaVersion\":1,\"name\":\"a\",\"fsLayers\":[]}",
                "application/vnd.docker.distribution.manifest.v1+prettyjws",
                Kind.MALFORMED,
                "schema 1");
    }

    @Test
    void hostileJsonIsRefused() {
        refused("{\"a\":".repeat(100_000), MediaTypes.OCI_MANIFEST, Kind.MALFORMED, "");
        refused(
                "{\"schemaVersion\":2,\"layers\":[],\"layers\":[]}",
                MediaTypes.OCI_MANIFEST,
                Kind.MALFORMED,
                "");
        refused("null", MediaTypes.OCI_MANIFEST, Kind.MALFORMED, "");
        refused("", MediaTypes.OCI_MANIFEST, Kind.MALFORMED, "");
        refused(
                "{\"schemaVersion\":2,\"subject\":{\"mediaType\":\"x\",\"digest\":\"sha256:../..\",\"size\":1}}",
                MediaTypes.OCI_MANIFEST,
                Kind.MALFORMED,
                "not a digest");
    }

    @Test
    void moreThanFourMegabytesAreNotRead() {
        at.registry.fault(
                "GET", "manifests", Fault.instead(Answer.of(200, new byte[5 << 20]).chunked()));
        assertThatThrownBy(() -> repository.document("1"))
                .hasMessageContaining("more than 4194304");
    }

    @Test
    void anUnknownContentTypeLeavesItToTheDocument() throws IOException {
        at.registry.addManifest("a", "plain", "text/plain", image.document().bytes());
        assertThat(repository.document("plain").mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void putTellsWhatTheRegistryMisses() throws IOException {
        Image other = Fixture.image(Fixture.noise(3, 100));
        assertThatThrownBy(() -> repository.put(other.document(), "2"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN"));
    }

    @Test
    void deleteTakesTheTagsAlong() throws IOException {
        repository.delete(image.document().digest());
        assertThat(at.registry.manifest("a", "1")).isNull();
        assertThatThrownBy(() -> repository.delete(image.document().digest()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void aRegistryThatDeletesNothingSaysSo() throws IOException {
        at.registry.fault(
                "DELETE", "manifests", Fault.instead(Answer.error(405, "UNSUPPORTED", "no")));
        assertThatThrownBy(() -> repository.delete(image.document().digest()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
    }
}
