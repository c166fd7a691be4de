// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTests {
    private static final int FILES = 300;

    @TempDir Path temp;
    private Dir root;

    @BeforeEach
    void manyFiles() throws IOException {
        for (int i = 0; i < FILES; i++) {
            Path folder = Files.createDirectories(temp.resolve("d" + i % 3));
            Files.writeString(folder.resolve("f" + i), "content " + i);
        }
        root = Dir.open(temp);
    }

    @AfterEach
    void close() {
        root.close();
    }

    /// What was found, and how many bytes had to be read for it.
    private record Looked(Digest digest, long bytes) {}

    private Looked look(FileDigests digests) throws Exception {
        AtomicLong bytes = new AtomicLong();
        try (SourceTree tree = new SourceTree(root.duplicate(), FileFilter.ALL, false, digests)) {
            Digest digest =
                    ContentDigest.of(
                            tree,
                            new Selection(tree).select("."),
                            Excludes.NONE,
                            new FileListing(),
                            bytes::addAndGet);
            return new Looked(digest, bytes.get());
        }
    }

    /// Until a change would have another time than what is there.
    private void settle() throws Exception {
        Instant youngest = Instant.EPOCH;
        try (Stream<Path> all = Files.walk(temp)) {
            for (Path each : all.toList()) {
                Instant changed = ((FileTime) Files.getAttribute(each, "unix:ctime")).toInstant();
                youngest = changed.isAfter(youngest) ? changed : youngest;
            }
        }
        Stat stat = stat(youngest.getEpochSecond(), youngest.getNano());
        while (!FileDigests.isSettled(stat, Instant.now())) {
            Thread.sleep(1);
        }
    }

    private byte[] kept() throws Exception {
        settle();
        FileDigests digests = new FileDigests();
        look(digests);
        return digests.kept().orElseThrow();
    }

    @Test
    void whatIsKnownIsNotRead() throws Exception {
        byte[] kept = kept();
        Looked first = look(new FileDigests());
        assertThat(first.bytes()).isPositive();
        FileDigests next = new FileDigests(kept);
        assertThat(look(next)).isEqualTo(new Looked(first.digest(), 0));
        assertThat(next.kept()).isEmpty();
    }

    @Test
    void anEditThatKeepsSizeAndTimeIsSeen() throws Exception {
        byte[] kept = kept();
        Path file = temp.resolve("d1/f1");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "CONTENT 1");
        Files.setLastModifiedTime(file, time);
        Looked edited = look(new FileDigests(kept));
        assertThat(edited.bytes()).isEqualTo("CONTENT 1".length());
        assertThat(edited.digest()).isEqualTo(look(new FileDigests()).digest());
        // Once it is settled it is known too, and so are the others still.
        settle();
        FileDigests digests = new FileDigests(kept);
        look(digests);
        assertThat(look(new FileDigests(digests.kept().orElseThrow())).bytes()).isZero();
    }

    @Test
    void whatChangedJustNowIsNotKept() throws Exception {
        long now = Instant.now().getEpochSecond();
        Stat fine = stat(now, 123_456_789);
        assertThat(FileDigests.isSettled(fine, Instant.ofEpochSecond(now, 123_456_790))).isFalse();
        assertThat(FileDigests.isSettled(fine, Instant.ofEpochSecond(now, 200_000_000))).isTrue();
        // Whole seconds, or even ones: another change may get the same time for long.
        Stat coarse = stat(now, 0);
        assertThat(FileDigests.isSettled(coarse, Instant.ofEpochSecond(now + 2))).isFalse();
        assertThat(FileDigests.isSettled(coarse, Instant.ofEpochSecond(now + 3))).isTrue();
        // The clock was set back.
        assertThat(FileDigests.isSettled(fine, Instant.ofEpochSecond(now - 100))).isFalse();
    }

    private static Stat stat(long ctimeSeconds, int ctimeNanos) {
        return new Stat(0100644, 0, 0, 1, 1, 1, 1, 0, 0, 0, ctimeSeconds, ctimeNanos);
    }

    @Test
    void whatWasKeptAndIsDamagedIsNothing() throws Exception {
        byte[] kept = kept();
        Looked first = look(new FileDigests());
        assertThat(look(new FileDigests(Arrays.copyOf(kept, kept.length - 1)))).isEqualTo(first);
        assertThat(look(new FileDigests(new byte[] {1, 2, 3}))).isEqualTo(first);
    }

    @Test
    void filesThatWentAreForgottenInTime() throws Exception {
        byte[] kept = kept();
        int all = kept.length;
        List<Path> gone;
        try (Stream<Path> files = Files.list(temp.resolve("d2"))) {
            gone = files.toList();
        }
        for (Path each : gone) {
            Files.delete(each);
        }
        for (int round = 0; round < 9; round++) {
            Files.writeString(temp.resolve("d0/f0"), "round " + round);
            settle();
            FileDigests digests = new FileDigests(kept);
            look(digests);
            kept = digests.kept().orElseThrow();
            if (round < 6) {
                // Another Dockerfile may be the one that reads them.
                assertThat(kept).hasSize(all);
            }
        }
        assertThat(kept).hasSize(all / 3 * 2);
    }

    @Test
    void attributesOfKnownFilesCount() throws Exception {
        root.setXattr(Name.of("d0/f0"), "user.one", new byte[] {1});
        byte[] kept = kept();
        Looked first = look(new FileDigests(kept));
        assertThat(first).isEqualTo(new Looked(look(new FileDigests()).digest(), 0));
        root.setXattr(Name.of("d0/f0"), "user.one", new byte[] {2});
        assertThat(look(new FileDigests(kept)).digest()).isNotEqualTo(first.digest());
    }
}
