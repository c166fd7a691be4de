// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.Fixture.Image;
import dev.cooper.registry.RegistryException.Kind;
import dev.cooper.testkit.registry.Answer;
import dev.cooper.testkit.registry.Fault;
import dev.cooper.testkit.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags and referrers.
class ListTests {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private Fixture at;

    private void start(RegistrySettings settings) throws IOException {
        at = new Fixture(folder, settings);
        for (int i = 1; i <= 5; i++) {
            at.add("a", "v" + i, Fixture.image(Fixture.noise(i, 10)));
        }
    }

    @AfterEach
    void stop() {
        at.close();
    }

    @Test
    void tagsComeInPages() throws IOException {
        start(RegistrySettings.OPEN.withPage(2));
        assertThat(at.repository("a").tags()).containsExactly("v1", "v2", "v3", "v4", "v5");
        assertThat(at.registry.asked("registry GET /v2/a/tags")).hasSize(3);
    }

    @Test
    void aNextPageElsewhereIsRefused() throws IOException {
        start(RegistrySettings.OPEN);
        for (String link :
                List.of(
                        "<http://127.0.0.2:1/v2/a/tags/list>; rel=\"next\"",
                        "</v2/other/tags/list>; rel=next",
                        "<//192.0.2.1/v2/a/tags/list>; rel=\"next\"")) {
            at.registry.fault("GET", "tags", Fault.changed(answer -> answer.header("Link", link)));
            assertThatThrownBy(() -> at.repository("a").tags())
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.kind()).as(link).isEqualTo(Kind.REFUSED));
        }
    }

    @Test
    void pagesThatGoInACircleEnd() throws IOException {
        start(RegistrySettings.OPEN);
        at.registry.fault(
                "GET",
                "tags",
                Fault.changed(
                        answer -> answer.header("Link", "</v2/a/tags/list?n=1000>; rel=\"next\"")),
                3);
        assertThatThrownBy(() -> at.repository("a").tags()).hasMessageContaining("never ends");
    }

    @Test
    void tagsOfNothing() throws IOException {
        start(RegistrySettings.OPEN);
        assertThatThrownBy(() -> at.repository("missing").tags())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
                            assertThat(e.code()).isEqualTo("NAME_UNKNOWN");
                        });
    }

    @Test
    void whatCannotBeATagIsLeftOut() throws IOException {
        start(RegistrySettings.OPEN);
        at.registry.fault(
                "GET",
                "tags",
                Fault.instead(
                        Answer.of(
                                200,
                                Fixture.bytes(
                                        "{\"tags\":[\"good\",\"../x\",\"a\\u001b[31m\",\"\"]}"))));
        assertThat(at.repository("a").tags()).containsExactly("good");
    }

    private static Document signature(Descriptor subject, String type) throws IOException {
        byte[] config = Fixture.bytes("{}");
        return Document.of(
                Json.object()
                        .put("schemaVersion", 2)
                        .put("mediaType", MediaTypes.OCI_MANIFEST)
                        .put("artifactType", type)
                        .put(
                                "config",
                                Descriptor.of("application/vnd.oci.empty.v1+json", config).toJson())
                        .put("layers", Json.array(List.of()))
                        .put("subject", subject.toJson())
                        .build()
                        .toBytes());
    }

    private void referrers() throws IOException {
        Image image = Fixture.image(Fixture.noise(9, 10));
        at.add("a", "x", image);
        at.registry.addBlob("a", Fixture.bytes("{}"));
        Repository repository = at.repository("a");
        Document one = signature(image.document().descriptor(), "application/vnd.one");
        Document two = signature(image.document().descriptor(), "application/vnd.two");
        repository.put(one, null);
        repository.put(two, null);
        repository.put(two, null);
        assertThat(repository.referrers(image.document().digest(), null))
                .extracting(each -> each.manifest().digest())
                .containsExactlyInAnyOrder(one.digest(), two.digest());
        assertThat(repository.referrers(image.document().digest(), "application/vnd.two"))
                .extracting(Referrer::artifactType)
                .containsExactly("application/vnd.two");
        assertThat(repository.referrers(two.digest(), null)).isEmpty();
    }

    @Test
    void referrersByTheRegistrysList() throws IOException {
        start(RegistrySettings.OPEN);
        referrers();
        assertThat(at.repository("a").tags()).noneMatch(each -> each.startsWith("sha256-"));
    }

    @Test
    void referrersByTagWhereThereIsNoList() throws IOException {
        start(RegistrySettings.OPEN.withReferrers(false));
        referrers();
        assertThat(at.repository("a").tags()).anyMatch(each -> each.startsWith("sha256-"));
    }
}
