// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTests {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, busybox:latest",
        "user/x:1, docker.io/user/x:1, user/x:1",
        "localhost:5000/a/b, localhost:5000/a/b:latest, localhost:5000/a/b:latest",
        "index.docker.io/library/x, docker.io/library/x:latest, x:latest",
    })
    void referencesAreNormalisedAsDockerDoes(String typed, String full, String familiar)
            throws Exception {
        Reference reference = Reference.parse(typed);
        assertThat(reference).hasToString(full);
        assertThat(reference.familiar()).isEqualTo(familiar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Foo", "a/../b", "a:b:c", "-x", "a@sha256:xyz", "a b", "a:"})
    void whatIsNoReferenceIsRefused(String typed) {
        assertThatThrownBy(() -> Reference.parse(typed))
                .isInstanceOf(InvalidReferenceException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:../../x",
                "sha256:",
                "sha256:ABC",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "x"
            })
    void whatIsNoDigestIsRefused(String text) {
        assertThat(Digest.parseOrNull(text)).isNull();
    }

    @Test
    void configsAreWrittenAsBuildKitDoes() throws IOException {
        TreeMap<String, String> labels = new TreeMap<>(Map.of("a", "<b>"));
        ContainerConfig config =
                ContainerConfig.EMPTY
                        .withUser("1000")
                        .withEnv("PATH", "/bin")
                        .withEnv("PATH", "/usr/bin")
                        .withCmd(List.of("sh"))
                        .withLabels(labels)
                        .withArgsEscaped(true)
                        .withWorkingDir("/");
        Digest layer = Digest.sha256(new byte[0]);
        ImageConfig image =
                new ImageConfig(
                        Instant.parse("2026-11-23T03:50:31.476301660Z"),
                        null,
                        new Platform("linux", "amd64", null),
                        config,
                        List.of(layer),
                        List.of(
                                new History(null, "RUN x", null, "c", false),
                                new History(null, "CMD", null, null, true)));
        String json = new String(image.toBytes(), StandardCharsets.UTF_8);
        assertThat(json)
                .isEqualTo(
                        "{\"architecture\":\"amd64\",\"config\":{\"User\":\"1000\",\"Env\":[\"PATH=/usr/bin\"],"
                                + "\"Cmd\":[\"sh\"],\"ArgsEscaped\":true,\"WorkingDir\":\"/\",\"Labels\":{\"a\":\"\\u003cb\\u003e\"}},"
                                + "\"created\":\"2026-11-23T03:50:31.47630166Z\",\"history\":[{\"created_by\":\"RUN x\","
                                + "\"comment\":\"c\"},{\"created_by\":\"CMD\",\"empty_layer\":true}],\"os\":\"linux\","
                                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + layer
                                + "\"]}}");
        assertThat(ImageConfig.parse(image.toBytes())).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"config\":3}",
                "{\"rootfs\":{\"diff_ids\":[\"../x\"]}}",
                "{\"created\":\"soon\"}",
                "{\"config\":{\"Entrypoint\":1}}",
                "{\"a\":1,\"a\":2}",
                "{} {}"
            })
    void brokenConfigsAreErrors(String json) {
        assertThatThrownBy(() -> ImageConfig.parse(utf8(json)))
                .isInstanceOf(MalformedImageException.class);
    }

    @Test
    void configsOfNullsAreEmpty() throws IOException {
        ImageConfig image =
                ImageConfig.parse(
                        utf8("{\"config\":null,\"rootfs\":{\"diff_ids\":null},\"history\":null}"));
        assertThat(image.config()).isEqualTo(ContainerConfig.EMPTY);
        assertThat(image.diffIds()).isEmpty();
    }

    @Test
    void deepAndLongJsonIsRefused() {
        assertThatThrownBy(() -> Json.parse(utf8("[".repeat(100_000))))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> Json.parse(new byte[5 << 20]))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void jsonIsPrintedAsGoDoes() throws IOException {
        Json json = Json.parse(utf8("{\"a\":[1,{}],\"b\":[],\"c\":null,\"d\":\"<\\u0001\\n\"}"));
        assertThat(json.toPrettyString())
                .isEqualTo(
                        "{\n    \"a\": [\n        1,\n        {}\n    ],\n    \"b\": [],\n    \"c\": null,\n"
                                + "    \"d\": \"<\\u0001\\n\"\n}");
        assertThat(json.toCompactString(Json.Escaping.HTML))
                .isEqualTo("{\"a\":[1,{}],\"b\":[],\"c\":null,\"d\":\"\\u003c\\u0001\\n\"}");
    }

    @Test
    void manifestsAndIndexesRoundTripAndAreNotConfused() throws IOException {
        Descriptor config = Descriptor.of(MediaTypes.OCI_CONFIG, utf8("{}"));
        Manifest manifest =
                new Manifest(MediaTypes.OCI_MANIFEST, config, List.of(config), Map.of("k", "v"));
        assertThat(Manifest.parse(manifest.toBytes())).isEqualTo(manifest);
        Descriptor arm = config.withPlatform(Platform.parse("linux/arm64"));
        Index index = new Index(MediaTypes.OCI_INDEX, List.of(arm, config), Map.of());
        assertThat(Index.parse(index.toBytes())).isEqualTo(index);
        assertThat(index.select(Platform.parse("arm64"))).contains(arm);
        assertThat(index.select(Platform.parse("s390x"))).isEmpty();
        assertThatThrownBy(() ->
                        Manifest.parse(
                                utf8("{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}")))
                .isInstanceOf(MalformedImageException.class);
        assertThatThrownBy(() -> Manifest.parse(utf8("{\"schemaVersion\":1}")))
                .hasMessageContaining("schema version 1");
    }

    @ParameterizedTest
    @CsvSource({
        "x86_64, linux/amd64",
        "aarch64, linux/arm64",
        "linux/arm, linux/arm/v7",
        "linux/arm/6, linux/arm/v6",
        "linux/arm64/v8, linux/arm64",
        "armhf, linux/arm/v7",
        "linux/amd64/v3, linux/amd64/v3"
    })
    void platformsAreNormalised(String typed, String expected) {
        assertThat(Platform.parse(typed)).hasToString(expected);
    }

    @Test
    void aProcessorRunsItsLesserVariants() {
        assertThat(Platform.parse("linux/arm/v7").matches(Platform.parse("linux/arm/v6"))).isTrue();
        assertThat(Platform.parse("linux/arm/v6").matches(Platform.parse("linux/arm/v7")))
                .isFalse();
        assertThat(Platform.parse("amd64").matches(Platform.parse("linux/amd64/v3"))).isFalse();
        assertThatThrownBy(() -> Platform.parse("a/b/c/d"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void whatIsCompressedIsFoundOutAndRead(Compression compression) throws IOException {
        byte[] data = new byte[3 << 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i / 1000);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = compression.compress(out, 3)) {
            compressed.write(data);
        }
        byte[] bytes = out.toByteArray();
        assertThat(Compression.detect(bytes, bytes.length)).isEqualTo(compression);
        try (var in =
                Compression.decompressDetected(
                        new BufferedInputStream(new ByteArrayInputStream(bytes)))) {
            assertThat(in.readAllBytes()).isEqualTo(data);
        }
    }
}
