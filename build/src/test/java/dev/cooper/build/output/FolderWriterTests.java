// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWriterTests {
    private static final Instant THEN = Instant.parse("2026-02-03T04:05:06Z");

    @TempDir private Path temp;
    private Path tree;
    private Path out;

    @BeforeEach
    void tree() throws IOException {
        tree = Files.createDirectory(temp.resolve("tree"));
        out = temp.resolve("made/out");
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/b/file"), "content");
        Files.setPosixFilePermissions(
                tree.resolve("a/b/file"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createLink(tree.resolve("a/link"), tree.resolve("a/b/file"));
        Files.createSymbolicLink(tree.resolve("a/symlink"), Path.of("/etc/passwd"));
        Files.setLastModifiedTime(tree.resolve("a/b/file"), FileTime.from(THEN));
        Files.setPosixFilePermissions(
                tree.resolve("a/b"), PosixFilePermissions.fromString("r-x------"));
        Files.setLastModifiedTime(tree.resolve("a/b"), FileTime.from(THEN));
    }

    private void write(long latest) throws Exception {
        AtomicLong bytes = new AtomicLong();
        try (Dir dir = Dir.open(tree)) {
            FolderWriter.write(dir, out, latest, bytes::addAndGet);
        }
        assertThat(bytes.get()).isEqualTo(7);
    }

    @Test
    void aTreeIsWrittenAsItIs() throws Exception {
        write(Long.MAX_VALUE);
        assertThat(out.resolve("a/b/file")).hasContent("content");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(out.resolve("a/b/file"))))
                .isEqualTo("rwxr-x--x");
        assertThat(Files.getLastModifiedTime(out.resolve("a/b")).toInstant()).isEqualTo(THEN);
        assertThat(Files.getLastModifiedTime(out.resolve("a/b/file")).toInstant()).isEqualTo(THEN);
        assertThat(Files.getAttribute(out.resolve("a/link"), "unix:ino"))
                .isEqualTo(Files.getAttribute(out.resolve("a/b/file"), "unix:ino"));
        assertThat(Files.readSymbolicLink(out.resolve("a/symlink"))).hasToString("/etc/passwd");
    }

    @Test
    void noTimeIsLaterThanAsked() throws Exception {
        write(1_000);
        assertThat(Files.getLastModifiedTime(out.resolve("a/b/file")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_000));
        assertThat(Files.getLastModifiedTime(out.resolve("a/b")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_000));
    }

    @Test
    void whatIsThereStaysOrGivesWay() throws Exception {
        Files.createDirectories(out.resolve("a/symlink/deep"));
        Files.writeString(out.resolve("a/symlink/deep/x"), "x");
        Files.writeString(out.resolve("other"), "mine");
        Files.createDirectories(out.resolve("a/link"));
        write(Long.MAX_VALUE);
        assertThat(out.resolve("other")).hasContent("mine");
        assertThat(Files.isSymbolicLink(out.resolve("a/symlink"))).isTrue();
        assertThat(out.resolve("a/link")).hasContent("content");
        write(Long.MAX_VALUE);
        assertThat(out.resolve("a/b/file")).hasContent("content");
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("file"), "safe");
        Files.createDirectories(out.resolve("a"));
        Files.createSymbolicLink(out.resolve("a/b"), outside);
        Files.createSymbolicLink(out.resolve("a/link"), outside.resolve("file"));
        write(Long.MAX_VALUE);
        assertThat(outside.resolve("file")).hasContent("safe");
        assertThat(Files.isDirectory(out.resolve("a/b"), LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Files.isSymbolicLink(out.resolve("a/link"))).isFalse();
        assertThat(outside).isDirectoryNotContaining("glob:**/link");
    }

    @Test
    void theSameTreeIsTheSameArchive() throws Exception {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        write(Long.MAX_VALUE);
        try (Dir one = Dir.open(tree);
                Dir other = Dir.open(out)) {
            Files.setLastModifiedTime(
                    out.resolve("a"), Files.getLastModifiedTime(tree.resolve("a")));
            TreeArchive.write(one, first, 2_000_000_000);
            TreeArchive.write(other, second, 2_000_000_000);
        }
        assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
        List<String> names = new ArrayList<>();
        try (var tar =
                new TarReader(new ByteArrayInputStream(first.toByteArray()), TarLimits.DEFAULT)) {
            for (var entry = tar.next(); entry != null; entry = tar.next()) {
                names.add(entry.type() + " " + Name.of(entry.path().array()).text());
            }
        }
        assertThat(names)
                .containsExactly(
                        "DIRECTORY a",
                        "DIRECTORY a/b",
                        "FILE a/b/file",
                        "HARDLINK a/link",
                        "SYMLINK a/symlink");
    }
}
