// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.build.solver.StepException;
import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveUnpackerTests {
    @TempDir Path temp;
    private Path host;
    private Dir root;

    @BeforeEach
    void open() throws IOException {
        host = Files.createDirectory(temp.resolve("root"));
        Files.createDirectories(host.resolve("opt"));
        Files.writeString(temp.resolve("outside"), "canary");
        root = Dir.open(host);
    }

    @AfterEach
    void close() {
        root.close();
    }

    private interface Writing {
        void to(TarWriter tar) throws IOException;
    }

    private static byte[] tar(Writing entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            entries.to(tar);
        }
        return bytes.toByteArray();
    }

    private static void file(TarWriter tar, String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tar.entry(
                TarEntry.file(Bytes.of(path), 0640, bytes.length).withOwner(7, 8).withMtime(99, 0),
                new ByteArrayInputStream(bytes));
    }

    private void unpack(byte[] archive, @Nullable Owner chown) throws Exception {
        new ArchiveUnpacker(root, Name.of("opt"), chown).unpack(new ByteArrayInputStream(archive));
    }

    @Test
    void keepsOwnersModesAndTimesAndMergesFolders() throws Exception {
        Files.createDirectories(host.resolve("opt/d"));
        Files.writeString(host.resolve("opt/d/kept"), "kept");
        unpack(
                tar(out -> {
                    out.entry(
                            TarEntry.directory(Bytes.of("d"), 0711)
                                    .withOwner(3, 4)
                                    .withMtime(50, 0));
                    file(out, "d/f", "text");
                    file(out, ".wh.kept", "no whiteout");
                    out.entry(TarEntry.hardlink(Bytes.of("link"), Bytes.of("d/f")));
                }),
                null);
        Stat folder = root.stat(Name.of("opt/d"));
        assertThat(folder.permissions()).isEqualTo(0711);
        assertThat(folder.uid()).isEqualTo(3);
        assertThat(folder.mtimeSeconds()).isEqualTo(50);
        Stat file = root.stat(Name.of("opt/d/f"));
        assertThat(file.gid()).isEqualTo(8);
        assertThat(file.mtimeSeconds()).isEqualTo(99);
        assertThat(root.stat(Name.of("opt/link")).ino()).isEqualTo(file.ino());
        assertThat(host.resolve("opt/d/kept")).hasContent("kept");
        assertThat(host.resolve("opt/.wh.kept")).hasContent("no whiteout");
    }

    @Test
    void givesEverythingToTheOwnerThatIsAskedFor() throws Exception {
        unpack(tar(out -> file(out, "new/f", "x")), new Owner(11, 12));
        assertThat(root.stat(Name.of("opt/new")).uid()).isEqualTo(11);
        assertThat(root.stat(Name.of("opt/new/f")).gid()).isEqualTo(12);
    }

    @Test
    void whatIsInTheWayMakesRoom() throws Exception {
        Files.createDirectories(host.resolve("opt/full/of/things"));
        Files.writeString(host.resolve("opt/plain"), "x");
        unpack(
                tar(out -> {
                    file(out, "full", "a file now");
                    out.entry(TarEntry.directory(Bytes.of("plain"), 0755));
                }),
                null);
        assertThat(host.resolve("opt/full")).hasContent("a file now");
        assertThat(host.resolve("opt/plain")).isDirectory();
    }

    @Test
    void nothingLeadsOut() throws Exception {
        unpack(
                tar(out -> {
                    file(out, "../../../outside", "up");
                    out.entry(TarEntry.symlink(Bytes.of("way"), Bytes.of(temp.toString())));
                    file(out, "way/outside", "through");
                    out.entry(TarEntry.symlink(Bytes.of("up"), Bytes.of("../../..")));
                    file(out, "up/outside", "relative");
                }),
                null);
        assertThat(temp.resolve("outside")).hasContent("canary");
        assertThat(host.resolve("opt/outside")).hasContent("up");
        assertThat(host.resolve(temp.toString().substring(1)).resolve("outside"))
                .hasContent("through");
        assertThat(host.resolve("outside")).hasContent("relative");
    }

    @Test
    void aLinkToNothingIsAnError() throws Exception {
        byte[] archive =
                tar(out -> out.entry(TarEntry.hardlink(Bytes.of("a"), Bytes.of("/etc/passwd"))));
        assertThatThrownBy(() -> unpack(archive, null))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("a link to /etc/passwd, which is not there");
    }

    @Test
    void aDamagedArchiveIsAnError() throws Exception {
        byte[] whole = tar(out -> file(out, "f", "x".repeat(5000)));
        byte[] cut = Arrays.copyOf(whole, 2000);
        assertThatThrownBy(() -> unpack(cut, null))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("cannot unpack the archive");
    }
}
