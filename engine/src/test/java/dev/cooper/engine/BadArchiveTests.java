// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static dev.cooper.engine.TestArchive.ELSEWHERE;
import static dev.cooper.engine.TestArchive.config;
import static dev.cooper.engine.TestArchive.layer;
import static dev.cooper.engine.TestArchive.named;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that lie: each is refused, and leaves neither an image nor a layer behind.
class BadArchiveTests {
    private static final byte[] ONE = layer("one", "1");
    private static final byte[] TWO = layer("two", "2");
    private static final byte[] CONFIG = config(null, ONE);
    private static final String HEX = Digest.sha256(CONFIG).hex();

    @TempDir Path temp;
    private Cooper cooper;

    @BeforeEach
    void open() {
        cooper = Cooper.open(temp.resolve("store"));
    }

    @AfterEach
    void nothingWasKept() throws IOException {
        assertThat(cooper.images().list()).isEmpty();
        cooper.close();
        try (Stream<Path> files = Files.walk(temp.resolve("store"))) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(each -> each.getFileName().toString())
                                    .filter(each -> each.matches("[0-9a-f]{64}")))
                    .isEmpty();
        }
    }

    private void refused(byte[] tar, String... words) {
        refused(new ImageSource.Stream(new ByteArrayInputStream(tar)), words);
    }

    private void refused(ImageSource source, String... words) {
        assertThatThrownBy(() -> cooper.images().load(source, Optional.empty()))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageStartingWith("could not load the archive: ")
                .satisfies(refused ->
                        assertThat(List.of(words))
                                .allSatisfy(
                                        word -> assertThat(refused).hasMessageContaining(word)));
    }

    private static TestArchive docker(String config, String tags, String... layers) {
        return new TestArchive()
                .file(HEX + ".json", CONFIG)
                .file("1", ONE)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"%s\",\"RepoTags\":[%s],\"Layers\":[\"%s\"]}]"
                                .formatted(config, tags, String.join("\",\"", layers)));
    }

    @Test
    void whatIsNoArchive() throws IOException {
        refused(new byte[0], "neither a docker archive nor an OCI layout");
        refused("x".repeat(2000).getBytes(UTF_8), "damaged or no tar");
        refused(new TestArchive().file("x", "y").tar(), "neither a docker archive");
        refused(new TestArchive().file("manifest.json", "[]").tar(), "no image in it");
        refused(new TestArchive().file("manifest.json", "{}").tar(), "no array");
        refused(new TestArchive().file("manifest.json", "[1,").tar(), "manifest.json");
        refused(new ImageSource.At(Files.createDirectory(temp.resolve("empty"))), "neither");
        assertThatThrownBy(() ->
                        cooper.images()
                                .load(new ImageSource.At(temp.resolve("no")), Optional.empty()))
                .isInstanceOf(CooperException.NotFound.class);
    }

    @Test
    void whatWasCutOff() throws IOException {
        byte[] tar = docker(HEX + ".json", "\"x:1\"", "1").tar();
        for (int end : List.of(511, 700, 2048, tar.length / 2 / 512 * 512 + 17)) {
            refused(Arrays.copyOf(tar, end));
        }
        for (Compression codec : List.of(Compression.GZIP, Compression.ZSTD)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = codec.compress(bytes, 1)) {
                out.write(tar);
            }
            byte[] packed = bytes.toByteArray();
            for (int end : List.of(20, packed.length / 2, packed.length - 5)) {
                refused(Arrays.copyOf(packed, end));
            }
            packed[packed.length / 2] ^= 0x55;
            refused(packed);
        }
    }

    @Test
    void pathsOutOfTheArchive() {
        refused(docker("../" + HEX + ".json", "", "1").tar(), "leads out of it");
        refused(docker("/etc/passwd", "", "1").tar(), "leads out of it");
        refused(docker(HEX + ".json", "", "../1").tar(), "leads out of it");
        refused(docker(HEX + ".json", "", "a/../../../etc/shadow").tar(), "leads out of it");
        refused(docker(HEX + ".json", "", "1").file("../x", "y").tar(), "leads out of it");
        refused(docker(HEX + ".json", "", "l").link("l", "/etc/passwd").tar(), "leads out");
        refused(docker(HEX + ".json", "", "l").link("l", "../../etc/passwd").tar(), "leads out");
    }

    @Test
    void linksInACircle() {
        refused(
                docker(HEX + ".json", "", "a/layer.tar")
                        .link("a/layer.tar", "../b/layer.tar")
                        .link("b/layer.tar", "../a/layer.tar")
                        .tar(),
                "link to a link");
        refused(docker(HEX + ".json", "", "l").link("l", "nowhere").tar(), "has no file l");
    }

    @Test
    void oneNameTwice() {
        TestArchive twice = docker(HEX + ".json", "", "1").file("./1", TWO);
        refused(twice.tar(), "twice");
        TestArchive linked = docker(HEX + ".json", "", "1").link("1", HEX + ".json");
        refused(linked.tar(), "twice");
    }

    @Test
    void entriesThatNoArchiveOfImagesHas() {
        TestArchive device = docker(HEX + ".json", "", "1");
        device.others.add(
                new TarEntry(
                        Bytes.of("disk"),
                        TarType.BLOCK,
                        0600,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Bytes.EMPTY,
                        8,
                        0,
                        new TreeMap<>()));
        refused(device.tar(), "disk is neither a file");
    }

    @Test
    void configurationsThatAreNotWhatTheyAreCalled() {
        refused(
                docker(HEX + ".json", "", "1").file(HEX + ".json", config(null, TWO)).tar(),
                "digest is");
        refused(docker("none.json", "", "1").tar(), "has no file none.json");
        refused(docker("c", "", "1").file("c", "{\"rootfs\":7}").tar(), "rootfs");
        refused(docker("c", "", "1").file("c", "[").tar());
        refused(docker("c", "", "1").file("c", "null").tar());
        refused(
                docker("c", "", "1")
                        .file(
                                "c",
                                "{\"rootfs\":{\"diff_ids\":[\"sha256:../../../../etc/passwd\"]}}")
                        .tar(),
                "not a digest");
        refused(
                docker("c", "", "1")
                        .file("c", "{\"config\":{\"Entrypoint\":5},\"rootfs\":{\"diff_ids\":[]}}")
                        .tar());
        refused(
                docker("c", "", "1")
                        .file("c", new String(CONFIG, UTF_8).replace("linux", "windows"))
                        .tar(),
                "cannot load windows image on linux");
    }

    @Test
    void layersThatAreNotTheConfigurations() {
        refused(docker(HEX + ".json", "", "1", "1").tar(), "expected 1, got 2");
        refused(docker("c", "", "1").file("c", config(null, ONE, TWO)).tar(), "expected 2, got 1");
        refused(docker(HEX + ".json", "", "1").file("1", TWO).tar(), "the layer 1 is sha256:");
        refused(docker(HEX + ".json", "", "1").file("1", "no tar at all".repeat(99)).tar());
        refused(
                docker("c", "", "1")
                        .file(
                                "c",
                                new String(CONFIG, UTF_8)
                                        .replaceFirst(
                                                "\\{",
                                                "{\"history\":[{\"created_by\":\"a\"},{\"created_by\":\"b\"}],"))
                        .tar(),
                "the history tells of 2 layers");
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 2, 3})
    void layersWhosePackingIsBroken(byte codec) {
        byte[] packed =
                switch (codec) {
                    case 1 -> new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 99, 99};
                    case 2 -> new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 9, 9, 9, 9, 9, 9};
                    default -> "BZh91AY&SY garbage".getBytes(UTF_8);
                };
        refused(docker(HEX + ".json", "", "1").file("1", packed).tar());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X:1", "x@sha256:1", "../x:1", "x:1:2", "-rf", "x y", "x:\\u001b[31m"})
    void namesThatAreNone(String name) {
        refused(docker(HEX + ".json", "\"x:1\",\"" + name + "\"", "1").tar(), "invalid tag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:../../../../../../etc/passwd",
                "sha256:",
                "sha256:abc",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "SHA256:AAAA",
                ""
            })
    void digestsThatAreNone(String digest) {
        TestArchive layout = new TestArchive();
        Descriptor image = layout.image((Platform) null, ONE);
        layout.layout(image);
        String index = new String(layout.content("index.json"), UTF_8);
        layout.file("index.json", index.replace(image.digest().toString(), digest));
        refused(layout.tar(), "not a digest");
    }

    @Test
    void blobsThatAreNotWhatTheirNamesSay() {
        for (String wrong : List.of("content", "size", "missing")) {
            for (int which = 0; which < 3; which++) {
                TestArchive layout = new TestArchive();
                layout.layout(layout.image((Platform) null, ONE));
                String path = List.copyOf(layout.files.keySet()).get(which);
                byte[] content = layout.content(path).clone();
                switch (wrong) {
                    case "content" -> {
                        content[content.length - 2] ^= 1;
                        layout.file(path, content);
                    }
                    case "size" -> layout.file(path, Arrays.copyOf(content, content.length + 1));
                    default -> layout.files.remove(path);
                }
                refused(layout.tar());
            }
        }
    }

    @Test
    void documentsThatCanBeReadInTwoWays() {
        TestArchive layout = new TestArchive();
        Descriptor image = layout.image((Platform) null, ONE);
        byte[] both =
                new String(layout.content(OciLayout.path(image.digest())), UTF_8)
                        .replaceFirst("\\{", "{\"manifests\":[],")
                        .getBytes(UTF_8);
        layout.layout(layout.blob(MediaTypes.OCI_MANIFEST, both));
        refused(layout.tar(), "manifests");
    }

    @Test
    void indexesInIndexes() {
        TestArchive layout = new TestArchive();
        Descriptor inner = layout.image((Platform) null, ONE);
        for (int i = 0; i < 20; i++) {
            inner = layout.index(inner);
        }
        layout.layout(named(inner, "x:1"));
        refused(layout.tar(), "indexes in indexes");
    }

    @Test
    void noImageForThisMachine() {
        TestArchive layout = new TestArchive();
        Platform another = new Platform("linux", "riscv64", null);
        layout.layout(
                named(
                        layout.index(layout.image(ELSEWHERE, ONE), layout.image(another, TWO)),
                        "x:1"));
        refused(layout.tar(), "linux/s390x, linux/riscv64");
    }

    @Test
    void layersThatAreNoFiles() {
        TestArchive layout = new TestArchive();
        layout.layout(layout.image(CONFIG, layout.blob("application/vnd.in-toto+json", ONE)));
        refused(layout.tar(), "application/vnd.in-toto+json");
        TestArchive foreign = new TestArchive();
        Descriptor far = Descriptor.of(MediaTypes.DOCKER_FOREIGN_LAYER_GZIP, ONE);
        foreign.layout(foreign.image(CONFIG, far));
        refused(foreign.tar(), "from its maker only");
    }

    @Test
    void layoutsOfAnotherVersionOrNone() {
        TestArchive layout = new TestArchive();
        layout.layout(layout.image((Platform) null, ONE));
        refused(layout.file("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}").tar(), "2.0.0");
        layout.files.remove("oci-layout");
        refused(layout.tar(), "has no file oci-layout");
    }

    @Test
    void aFolderWhoseFilesLeadElsewhere() throws IOException {
        TestArchive layout = new TestArchive();
        layout.layout(layout.image((Platform) null, ONE));
        Map<String, byte[]> files = layout.files;
        for (String path : files.keySet()) {
            Path folder = layout.folder(temp.resolve("layout" + path.hashCode()));
            Path file = folder.resolve(path);
            Path real = temp.resolve("real" + path.hashCode());
            Files.move(file, real);
            Files.createSymbolicLink(file, real);
            refused(new ImageSource.At(folder), "no regular file");
            Files.delete(file);
            Files.createDirectory(file);
            refused(new ImageSource.At(folder), "no regular file");
        }
        Path folder = layout.folder(temp.resolve("linked"));
        Files.move(folder.resolve("blobs"), temp.resolve("blobs"));
        Files.createSymbolicLink(folder.resolve("blobs"), temp.resolve("blobs"));
        refused(new ImageSource.At(folder), "symbolic link");
    }
}
