// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTests {
    @TempDir Path temp;

    private static byte[] archive(List<TarEntry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            for (TarEntry each : entries) {
                writer.entry(each, new ByteArrayInputStream(new byte[(int) each.size()]));
            }
        }
        return out.toByteArray();
    }

    private static List<TarEntry> read(byte[] archive) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        try (TarReader reader =
                new TarReader(new ByteArrayInputStream(archive), TarLimits.DEFAULT)) {
            for (TarEntry each = reader.next(); each != null; each = reader.next()) {
                entries.add(each);
            }
        }
        return entries;
    }

    private static List<TarEntry> samples() {
        TreeMap<Bytes, Bytes> xattrs = new TreeMap<>();
        xattrs.put(
                Bytes.of("security.capability"),
                Bytes.of(new byte[] {1, 0, 0, 2, '\n', (byte) 0xff, 0}));
        return List.of(
                TarEntry.directory(Bytes.of("d"), 01777),
                TarEntry.file(Bytes.of("d/f"), 04755, 1000)
                        .withOwner(1000, 3_000_000)
                        .withMtime(-1, 0),
                TarEntry.file(Bytes.of(new byte[] {'d', '/', (byte) 0xff, '\n'}), 0644, 0)
                        .withXattrs(xattrs),
                TarEntry.symlink(Bytes.of("d/s"), Bytes.of("x".repeat(150))),
                TarEntry.hardlink(Bytes.of("d/h"), Bytes.of("d/f")),
                TarEntry.file(Bytes.of("a".repeat(90) + "/" + "b".repeat(90)), 0600, 1),
                TarEntry.file(Bytes.of("a".repeat(200) + "/" + "b".repeat(200)), 0600, 513),
                new TarEntry(
                        Bytes.of("dev"),
                        TarType.CHARACTER,
                        0666,
                        0,
                        0,
                        0,
                        1,
                        0,
                        Bytes.EMPTY,
                        1,
                        3,
                        new TreeMap<>()));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(read(archive(samples()))).isEqualTo(samples());
    }

    @Test
    void theEmptyArchiveIsTheWellKnownOne() throws IOException {
        assertThat(Digest.sha256(archive(List.of())))
                .hasToString(
                        "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
    }

    @Test
    void gnuTarReadsWhatIsWritten() throws Exception {
        Path file = temp.resolve("a.tar");
        Files.write(file, archive(samples()));
        String listing = run("tar", "--quoting-style=escape", "-tvf", file.toString());
        assertThat(listing.lines()).hasSize(samples().size());
        assertThat(listing)
                .contains(
                        "drwxrwxrwt 0/0",
                        "-rwsr-xr-x 1000/3000000",
                        "d/\\377\\n",
                        "b".repeat(200),
                        "1,3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "ustar", "v7", "oldgnu"})
    void readsWhatGnuTarWrites(String format) throws Exception {
        Path tree = Files.createDirectories(temp.resolve("tree/" + "n".repeat(60)));
        Files.writeString(tree.resolve("file"), "content");
        Files.createLink(tree.resolve("hard"), tree.resolve("file"));
        Files.createSymbolicLink(tree.resolve("soft"), Path.of("file"));
        if (format.equals("gnu") || format.equals("pax")) {
            Files.writeString(
                    Files.createDirectories(tree.resolve("m".repeat(200))).resolve("deep"), "x");
        }
        Path file = temp.resolve("b.tar");
        run(
                "tar",
                "--format=" + format,
                "--sort=name",
                "-C",
                temp.toString(),
                "-cf",
                file.toString(),
                "tree");
        long listed = run("tar", "-tf", file.toString()).lines().count();
        List<TarEntry> entries = read(Files.readAllBytes(file));
        assertThat(entries).hasSize((int) listed);
        assertThat(entries)
                .extracting(each -> each.path().text())
                .contains("tree/" + "n".repeat(60) + "/file");
        assertThat(entries).filteredOn(each -> each.type() == TarType.HARDLINK).hasSize(1);
        assertThat(entries).filteredOn(each -> each.type() == TarType.SYMLINK).hasSize(1);
    }

    @Test
    void fillsTheHolesOfSparseFiles() throws Exception {
        Path sparse = temp.resolve("sparse");
        try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(5 << 20);
            file.seek(3 << 20);
            file.write("middle".getBytes(StandardCharsets.UTF_8));
        }
        Path archive = temp.resolve("s.tar");
        run(
                "tar",
                "--format=gnu",
                "-S",
                "-C",
                temp.toString(),
                "-cf",
                archive.toString(),
                "sparse");
        assertThat(Files.size(archive)).isLessThan(1 << 20);
        try (TarReader reader = new TarReader(Files.newInputStream(archive), TarLimits.DEFAULT)) {
            TarEntry entry = Objects.requireNonNull(reader.next());

            assertThat(entry.size()).isEqualTo(5 << 20);
            assertThat(reader.content().readAllBytes()).isEqualTo(Files.readAllBytes(sparse));
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void anArchiveCutShortIsAnErrorUnlessBetweenEntries() throws IOException {
        byte[] whole = archive(samples());
        for (int cut = 0; cut < whole.length; cut += 256) {
            byte[] part = Arrays.copyOf(whole, cut);
            try {
                List<TarEntry> entries = read(part);
                assertThat(entries).isEqualTo(samples().subList(0, entries.size()));
                assertThat(cut % 512 == 0 || cut > whole.length - 1024).isTrue();
            } catch (MalformedTarException e) {
                assertThat(e).hasMessageContaining("the archive ends");
            }
        }
    }

    @Test
    void hostileHeadersAreErrors() throws IOException {
        assertThatThrownBy(
                        () -> read("not a tar at all".repeat(64).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedTarException.class);
        byte[] big = archive(List.of(TarEntry.file(Bytes.of("f"), 0644, 0)));
        TarHeader header = new TarHeader(Arrays.copyOf(big, 512));
        header.put(124, Bytes.of(new byte[] {(byte) 0xff, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
        header.seal();
        assertThatThrownBy(() -> read(header.block())).isInstanceOf(MalformedTarException.class);
        assertThatThrownBy(() -> PaxRecords.parse("99 path=x\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedTarException.class);
    }

    @Test
    void mutatedArchivesNeverDoWorseThanAnError() throws IOException {
        byte[] whole = archive(samples());
        long seed = Long.getLong("tests.seed", 42);
        Random random = new Random(seed);
        for (int i = 0; i < 4000; i++) {
            byte[] mutated = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            reseal(mutated, random);
            assertThatCode(
                            () -> {
                                try {
                                    read(mutated);
                                } catch (MalformedTarException _) {
                                    // A clear error is what is asked for.
                                }
                            })
                    .as("repeat with -Dtests.seed=%d", seed)
                    .doesNotThrowAnyException();
        }
    }

    /// Most mutations would end at a wrong checksum: half of the time it is made right.
    private static void reseal(byte[] archive, Random random) {
        for (int at = 0; at + 512 <= archive.length && random.nextBoolean(); at += 512) {
            TarHeader header = new TarHeader(Arrays.copyOfRange(archive, at, at + 512));
            header.seal();
            System.arraycopy(header.block(), 0, archive, at, 512);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void contentThatIsPushedGivesTheSameBytesAsContentThatIsPulled()
            throws IOException, InterruptedException {
        byte[] content = new byte[1000];
        new Random(1).nextBytes(content);
        TarEntry entry = TarEntry.file(Bytes.of("f"), 0644, content.length);
        ByteArrayOutputStream pulled = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(pulled)) {
            writer.entry(entry, new ByteArrayInputStream(content));
        }
        ByteArrayOutputStream pushed = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(pushed)) {
            writer.file(
                    entry,
                    out -> {
                        out.write(content[0]);
                        out.write(content, 1, content.length - 1);
                    });
        }
        assertThat(pushed.toByteArray()).isEqualTo(pulled.toByteArray());
    }

    @Test
    void contentOfAnotherSizeIsRefused() throws IOException {
        TarEntry entry = TarEntry.file(Bytes.of("f"), 0644, 3);
        try (TarWriter writer = new TarWriter(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> writer.file(entry, out -> out.write(new byte[2])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("shorter");
            assertThatThrownBy(() -> writer.file(entry, out -> out.write(new byte[4])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer");
        }
    }
}
