// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.engine.OldDockerArchive.Age;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives as docker itself wrote them before layouts.
class OldArchiveTests {
    private static final byte[] ONE = TestArchive.layer("one", "1");
    private static final byte[] TWO = TestArchive.layer("two", "2");

    @TempDir Path temp;
    private Cooper cooper;

    @BeforeEach
    void open() {
        cooper = Cooper.open(temp.resolve("store"));
    }

    @AfterEach
    void close() {
        cooper.close();
    }

    private List<LoadedImage> load(OldDockerArchive archive) {
        return cooper.images()
                .load(
                        new ImageSource.Stream(new ByteArrayInputStream(archive.tar())),
                        Optional.empty());
    }

    private static List<String> tags(LoadedImage image) {
        return image.tags().stream().map(Reference::familiar).toList();
    }

    @Test
    void ofDockersBefore110() {
        OldDockerArchive archive = new OldDockerArchive(Age.FIRST);
        archive.image("old/app", "1", "run", ONE, TWO);
        archive.image("old/base", "latest", "sh", ONE);
        assertThat(load(archive))
                .extracting(OldArchiveTests::tags)
                .containsExactly(List.of("old/app:1"), List.of("old/base:latest"));
        ImageSummary app = cooper.images().find("old/app:1");
        assertThat(app.config().diffIds()).containsExactly(Digest.sha256(ONE), Digest.sha256(TWO));
        assertThat(app.config().config().cmd()).containsExactly("/bin/sh", "-c", "run");
        assertThat(app.config().config().env()).containsExactly("PATH=/bin");
        assertThat(app.created()).isEqualTo("2014-05-13T16:53:20.123456789Z");
        assertThat(cooper.images().history("old/app:1"))
                .extracting(HistoryEntry::createdBy)
                .containsExactly("/bin/sh -c #(nop) CMD run", "");
        assertThat(load(archive)).as("the same ids again").allMatch(e -> e.replaced().isEmpty());
    }

    @Test
    void ofDockers110To24() {
        OldDockerArchive archive = new OldDockerArchive(Age.MIDDLE);
        String app = archive.image("mid/app", "1", "run", ONE, TWO);
        String base = archive.image("mid/base", "latest", "sh", ONE);
        assertThat(load(archive)).extracting(each -> each.id().hex()).containsExactly(app, base);
        assertThat(cooper.images().find("mid/base").config().diffIds())
                .containsExactly(Digest.sha256(ONE));
        assertThat(cooper.images().find("mid/app:1").id().hex()).isEqualTo(app);
    }

    @Test
    void aLayerWhoseParentIsItselfOrMissing() {
        String id = "a".repeat(64);
        for (String parent : List.of(id, "b".repeat(64), "../../etc")) {
            byte[] tar =
                    new TestArchive()
                            .file(id + "/VERSION", "1.0")
                            .file(
                                    id + "/json",
                                    "{\"id\":\"%s\",\"parent\":\"%s\"}".formatted(id, parent))
                            .file(id + "/layer.tar", ONE)
                            .file("repositories", "{\"x\":{\"1\":\"%s\"}}".formatted(id))
                            .tar();
            assertThatThrownBy(() ->
                            cooper.images()
                                    .load(
                                            new ImageSource.Stream(new ByteArrayInputStream(tar)),
                                            Optional.empty()))
                    .isInstanceOf(CooperException.InvalidInput.class)
                    .hasMessageStartingWith("could not load the archive: ");
        }
        assertThat(cooper.images().list()).isEmpty();
    }
}
