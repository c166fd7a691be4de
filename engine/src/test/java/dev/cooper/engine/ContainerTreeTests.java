// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTreeTests {
    @TempDir Path temp;
    private Path inside;
    private Path host;
    private Dir root;
    private ContainerTree tree;

    @BeforeEach
    void makeTrees() throws IOException {
        inside = Files.createDirectories(temp.resolve("root"));
        host = Files.createDirectories(temp.resolve("host"));
        Files.createDirectories(inside.resolve("etc/sub"));
        Files.writeString(inside.resolve("etc/one"), "1");
        Files.writeString(inside.resolve("etc/sub/two"), "2");
        Files.createSymbolicLink(inside.resolve("escape"), temp.resolve("host"));
        Files.createSymbolicLink(inside.resolve("link"), Path.of("/etc/one"));
        root = Dir.open(inside);
        tree = new ContainerTree(root, "c1");
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void aFileGoesIntoAFolderOrTakesTheTargetsName() throws IOException {
        tree.out("/etc/one", host, false);
        tree.out("etc/one", host.resolve("other"), false);
        assertThat(host.resolve("one")).hasContent("1");
        assertThat(host.resolve("other")).hasContent("1");
    }

    @Test
    void aFolderGoesIntoAFolderUnderItsNameUnlessItSaysDot() throws IOException {
        tree.out("/etc", host, false);
        tree.out("/etc/.", host, false);
        tree.out("/etc", host.resolve("fresh"), false);
        assertThat(host.resolve("etc/sub/two")).hasContent("2");
        assertThat(host.resolve("sub/two")).hasContent("2");
        assertThat(host.resolve("fresh/sub/two")).hasContent("2");
    }

    @Test
    void aLinkIsCopiedAsOneUnlessFollowed() throws IOException {
        tree.out("/link", host, false);
        assertThat(Files.readSymbolicLink(host.resolve("link"))).isEqualTo(Path.of("/etc/one"));
        tree.out("/link", host.resolve("real"), true);
        assertThat(host.resolve("real")).hasContent("1");
    }

    @Test
    void linksInTheContainerDoNotLeadOut() throws IOException {
        Files.writeString(host.resolve("secret"), "s");
        assertThatThrownBy(() -> tree.out("/escape/secret", host.resolve("x"), true))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("Could not find the file /escape/secret in container c1");
        Files.writeString(temp.resolve("f"), "f");
        assertThatThrownBy(() -> tree.in(temp.resolve("f"), "/escape/f", false))
                .isInstanceOf(CooperException.NotFound.class);
        assertThat(host.resolve("f")).doesNotExist();
    }

    @Test
    void whatCannotBeIsSaidInDockersWords() throws IOException {
        Files.writeString(host.resolve("file"), "");
        assertThatThrownBy(() -> tree.out("/nosuch", host, false))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("Could not find the file /nosuch in container c1");
        assertThatThrownBy(() -> tree.out("/etc", host.resolve("file"), false))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageStartingWith("cannot copy directory");
        assertThatThrownBy(() -> tree.out("/etc/one", host.resolve("no/x"), false))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage(
                        "invalid output path: directory \""
                                + host.resolve("no")
                                + "\" does not exist");
        assertThatThrownBy(() -> tree.in(host.resolve("no"), "/", false))
                .isInstanceOf(CooperException.NotFound.class)
                .hasMessage("lstat " + host.resolve("no") + ": no such file or directory");
        assertThatThrownBy(() -> tree.in(host.resolve("file"), "/new/", false))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("no such directory: /new/");
    }

    @Test
    void whatGoesInBelongsToRoot() throws IOException {
        Files.writeString(host.resolve("file"), "x");
        try (Dir dir = Dir.open(host)) {
            dir.chown(Name.of("file"), 1000, 1000);
            dir.chmod(Name.of("file"), 0640);
        }
        tree.in(host.resolve("file"), "/etc", false);
        assertThat(root.stat(Name.of("etc/file")))
                .returns(0, each -> each.uid())
                .returns(0, each -> each.gid())
                .returns(0640, each -> each.permissions());
    }

    @Test
    void aProgramThatIsCopiedOutLosesSetUid() throws IOException {
        root.chmod(Name.of("etc/one"), 04755);
        tree.out("/etc/one", host, false);
        try (Dir dir = Dir.open(host)) {
            assertThat(dir.stat(Name.of("one")).permissions()).isEqualTo(0755);
        }
    }

    @Test
    void anArchiveBeginsWithTheSourcesName() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tree.out("/etc", out, false);
        assertThat(names(out)).containsExactly("etc", "etc/one", "etc/sub", "etc/sub/two");
    }

    private static List<String> names(ByteArrayOutputStream archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarReader tar =
                new TarReader(new ByteArrayInputStream(archive.toByteArray()), TarLimits.DEFAULT)) {
            for (TarEntry each = tar.next(); each != null; each = tar.next()) {
                names.add(each.path().text());
            }
        }
        return names;
    }

    private static byte[] archive(TarEntry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (TarEntry each : entries) {
                tar.entry(each, new ByteArrayInputStream("content".getBytes(UTF_8)));
            }
        }
        return out.toByteArray();
    }

    @Test
    void anArchiveIsUnpackedWithItsOwners() throws IOException {
        byte[] tar =
                archive(
                        TarEntry.directory(Bytes.of("d"), 0750).withOwner(7, 8),
                        TarEntry.file(Bytes.of("d/f"), 0600, 7).withOwner(9, 10),
                        TarEntry.hardlink(Bytes.of("g"), Bytes.of("d/f")));
        tree.in(new ByteArrayInputStream(tar), "/etc");
        assertThat(inside.resolve("etc/d/f")).hasContent("content");
        assertThat(root.stat(Name.of("etc/d")))
                .returns(7, each -> each.uid())
                .returns(0750, each -> each.permissions());
        assertThat(root.stat(Name.of("etc/g")).isSameFile(root.stat(Name.of("etc/d/f")))).isTrue();
    }

    @Test
    void anArchiveCannotLeadOut() throws IOException {
        byte[] tar =
                archive(
                        TarEntry.symlink(Bytes.of("d"), Bytes.of(host.toString())),
                        TarEntry.file(Bytes.of("d/f"), 0600, 7));
        assertThatThrownBy(() -> tree.in(new ByteArrayInputStream(tar), "/etc"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() ->
                        tree.in(
                                new ByteArrayInputStream(
                                        archive(TarEntry.file(Bytes.of("../../f"), 0600, 7))),
                                "/etc"))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("the archive's entry \"../../f\" leads out of /etc");
        assertThat(host.resolve("f")).doesNotExist();
        assertThatThrownBy(() -> tree.in(new ByteArrayInputStream(new byte[0]), "/etc/one"))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessage("/etc/one in container c1 is not a directory");
    }
}
