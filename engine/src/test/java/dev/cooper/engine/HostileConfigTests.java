// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Configurations that somebody made to do harm, or that nobody thought about.
class HostileConfigTests {
    private static final byte[] ONE = TestArchive.layer("one", "1");
    private static final String ROOTFS =
            "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}".formatted(Digest.sha256(ONE));

    private static final Path PASSWD = Path.of("/etc/passwd");

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

    /// @param members of the configuration, beside its layers
    private Digest load(String members) {
        byte[] tar =
                new TestArchive()
                        .file("c", "{" + members + (members.isEmpty() ? "" : ",") + ROOTFS + "}")
                        .file("1", ONE)
                        .file(
                                "manifest.json",
                                "[{\"Config\":\"c\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"1\"]}]")
                        .tar();
        return cooper.images()
                .load(new ImageSource.Stream(new ByteArrayInputStream(tar)), Optional.empty())
                .getFirst()
                .id();
    }

    private void isUsable(Digest id) throws Exception {
        assertThat(cooper.images().list()).extracting(ImageSummary::id).containsExactly(id);
        cooper.images().history("x:1");
        cooper.images().layers(new LayersRequest("x:1", 9, 0, 9));
        List<FileChange> changes = new ArrayList<>();
        cooper.images().diff("x:1", "x:1", false, changes::add);
        assertThat(changes).isEmpty();
        cooper.images().tag("x:1", "y:1");
        cooper.images().remove("y:1", false);
        cooper.images().remove("x:1", false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"config\":null,\"history\":null,\"created\":null,\"os\":null,\"author\":null",
                "\"config\":{\"Env\":null,\"Cmd\":null,\"Labels\":null,\"Volumes\":null,\"Healthcheck\":null}",
                "\"config\":{\"Labels\":{\"\":null}},\"unknown\":{\"a\":[1,{}]}",
                "\"created\":\"0001-01-01T00:00:00Z\"",
                "\"created\":\"9999-12-31T23:59:59.999999999Z\"",
                "\"history\":[{\"created_by\":\"a\",\"empty_layer\":true}]",
                "\"history\":[{}]"
            })
    void oddButSound(String members) throws Exception {
        isUsable(load(members));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"config\":[]",
                "\"config\":{\"Env\":\"A=1\"}",
                "\"config\":{\"Env\":[1]}",
                "\"config\":{\"Entrypoint\":5}",
                "\"config\":{\"Cmd\":{\"a\":\"b\"}}",
                "\"config\":{\"Labels\":[\"a\"]}",
                "\"config\":{\"Labels\":{\"a\":1}}",
                "\"config\":{\"User\":0}",
                "\"config\":{\"Volumes\":\"/\"}",
                "\"config\":{\"ExposedPorts\":[80]}",
                "\"config\":{\"Healthcheck\":{\"Interval\":\"1s\"}}",
                "\"config\":{\"Healthcheck\":{\"Interval\":1e99}}",
                "\"created\":\"yesterday\"",
                "\"created\":1400000000",
                "\"os\":7",
                "\"architecture\":{}",
                "\"history\":{}",
                "\"history\":[null]",
                "\"history\":[{\"empty_layer\":\"no\"}]",
                "\"history\":[{\"created_by\":[\"a\"]}]",
                "\"history\":[{},{}]",
                "\"config\":{\"Env\":[\"A=1\"]},\"config\":{\"Env\":[\"A=2\"]}"
            })
    void ofWrongTypes(String members) {
        assertThatThrownBy(() -> load(members))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageStartingWith("could not load the archive: ");
        assertThat(cooper.images().list()).isEmpty();
    }

    @Test
    void aHundredThousandVariablesAndLabels() throws Exception {
        List<String> env = new ArrayList<>();
        Json.Builder labels = Json.object();
        for (int i = 0; i < 100_000; i++) {
            env.add("V" + i + "=");
            labels.put("l" + i, "");
        }
        Digest id =
                load(
                        "\"config\":{\"Env\":%s,\"Labels\":%s}"
                                .formatted(
                                        Json.strings(env).toCompactString(Json.Escaping.PLAIN),
                                        labels.build().toCompactString(Json.Escaping.PLAIN)));
        assertThat(cooper.images().find("x:1").config().config().env()).hasSize(100_000);
        isUsable(id);
    }

    @Test
    void moreThanADocumentMayHave() {
        assertThatThrownBy(() -> load("\"author\":\"" + "a".repeat(5 << 20) + "\""))
                .isInstanceOf(CooperException.InvalidInput.class);
        assertThatThrownBy(() -> load("\"x\":" + "[".repeat(100_000) + "]".repeat(100_000)))
                .isInstanceOf(CooperException.InvalidInput.class);
    }

    @Test
    void controlCharactersStayDataAndMessagesHaveNone() throws Exception {
        Digest id =
                load(
                        "\"author\":\"\\u001b[31m\\u0000\",\"config\":{\"Labels\":{\"\\u001b]0;x\\u0007\":\"\\r\\n\"},\"Cmd\":[\"\\u009b2J\"]},\"history\":[{\"created_by\":\"\\u001b[2J\\u0008\"}]");
        assertThat(cooper.images().find("x:1").config().config().labels())
                .containsEntry("\u001b]0;x\u0007", "\r\n");
        assertThat(cooper.images().history("x:1").getFirst().createdBy()).isEqualTo("\u001b[2J\b");
        isUsable(id);
        assertThatThrownBy(() -> load("\"created\":\"\\u001b[31mred\\u0007\""))
                .isInstanceOf(CooperException.InvalidInput.class)
                .satisfies(e ->
                        assertThat(String.valueOf(e.getMessage()).chars())
                                .noneMatch(c -> c < 0x20 || c == 0x9b));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"config\":{\"Cmd\":[\"/x\"],\"WorkingDir\":\"../../../..\"}",
                "\"config\":{\"Cmd\":[\"/x\"],\"WorkingDir\":\"/proc/self/fd/3\"}",
                "\"config\":{\"Cmd\":[\"/x\"],\"User\":\"0:../../x\"}",
                "\"config\":{\"Cmd\":[\"/x\"],\"Volumes\":{\"/../../../etc\":{}}}",
                "\"config\":{\"Cmd\":[\"a\\u0000b\"]}",
                "\"config\":{\"Cmd\":[\"/x\"],\"Env\":[\"\",\"=\",\"A\",\"A\\u0000=b\"]}",
                "\"config\":{\"Cmd\":[\"/x\"],\"StopSignal\":\"SIGNOTHING\"}"
            })
    void leadNowhereElse(String members) throws Exception {
        String before = Files.readString(PASSWD);
        load(members);
        ContainerView made;
        try {
            made = cooper.containers().create(ContainerSpec.of("x:1"));
            cooper.containers()
                    .start(
                            made.id(),
                            new ContainerStreams(
                                    Optional.empty(),
                                    OutputStream.nullOutputStream(),
                                    OutputStream.nullOutputStream()));
        } catch (CooperException refused) {
            // There is no program in the image, and much of this can't be at all.
            assertThat(refused).isNotInstanceOf(CooperException.SystemFailure.class);
        }
        assertThat(PASSWD).hasContent(before);
        for (ContainerView each : cooper.containers().list()) {
            cooper.containers().remove(each.id(), true);
        }
        cooper.images().remove("x:1", true);
    }

    /// Volumes and the working directory are made when a container starts.
    @Test
    void pathsThroughLinksOfTheImageStayInIt() throws Exception {
        Path canary = Files.createDirectory(temp.resolve("canary"));
        Busybox.into(cooper, "box:1");
        Path folder = Files.createDirectory(temp.resolve("context"));
        Files.writeString(
                folder.resolve("Dockerfile"),
                """
                FROM box:1
                RUN ["/bin/busybox", "ln", "-s", "%1$s", "/out"]
                RUN ["/bin/busybox", "ln", "-s", "../../../../../../..%1$s", "/up"]
                VOLUME /out/volume /up/volume
                WORKDIR /out/folder
                CMD echo inside > file; echo inside > /up/volume/file
                """
                        .formatted(canary));
        cooper.build(BuildRequest.of(folder).tag("linked:1").create());
        ContainerView made =
                cooper.containers()
                        .create(
                                ContainerSpec.builder("linked:1")
                                        .network(NetworkMode.NONE)
                                        .create());
        int code =
                cooper.containers()
                        .start(
                                made.id(),
                                new ContainerStreams(
                                        Optional.empty(),
                                        OutputStream.nullOutputStream(),
                                        OutputStream.nullOutputStream()));
        assertThat(code).isZero();
        assertThat(canary).isEmptyDirectory();
        assertThat(cooper.containers().changes(made.id()))
                .extracting(ContainerChange::path)
                .contains(canary + "/folder/file");
    }
}
