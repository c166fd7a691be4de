// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTests {
    private static final Name FILE = Name.of("folder/file");

    @TempDir Path folder;

    private Dir tree() throws IOException {
        Dir root = Dir.open(Files.createDirectory(folder.resolve("from")));
        root.chownSelf(7, 8);
        root.mkdir(Name.of("folder"), 01755);
        try (OpenFile file = root.create(FILE, 0600)) {
            file.write(new byte[] {1, 2, 3}, 0, 3);
        }
        root.chown(FILE, 33, 34);
        root.chmod(FILE, 04711);
        root.setXattr(FILE, "user.note", new byte[] {9});
        root.link(root, FILE, Name.of("again"));
        root.symlink(Name.of("nowhere"), Name.of("link"));
        root.chown(Name.of("link"), 5, 6);
        root.mkfifo(Name.of("pipe"), 0622);
        root.mknod(Name.of("null"), FileType.CHARACTER.bits() | 0666, Stat.device(1, 3));
        root.setTimes(FILE, 1000, 7);
        root.setTimes(Name.of("link"), 2000, 0);
        root.setTimes(Name.of("folder"), 3000, 0);
        root.setTimesSelf(4000, 0);
        return root;
    }

    private static String said(Stat stat) {
        return "%o %d:%d %d %d.%d %d"
                .formatted(
                        stat.mode(),
                        stat.uid(),
                        stat.gid(),
                        stat.isDirectory() ? 0 : stat.size(),
                        stat.mtimeSeconds(),
                        stat.mtimeNanos(),
                        stat.rdev());
    }

    private void same(Dir from, Dir to) throws IOException {
        assertThat(said(to.self())).isEqualTo(said(from.self()));
        for (String each : new String[] {"folder", "folder/file", "link", "pipe", "null"}) {
            Name name = Name.of(each);
            assertThat(said(to.stat(name))).as(each).isEqualTo(said(from.stat(name)));
        }
        assertThat(to.readlink(Name.of("link"))).isEqualTo(Name.of("nowhere"));
        assertThat(to.xattrs(FILE).get("user.note")).containsExactly(9);
    }

    @Test
    void aCopyHasAllThatBelongsToAFile() throws IOException {
        try (Dir from = tree();
                Dir to = Dir.open(Files.createDirectory(folder.resolve("to")))) {
            Set<Long> several = TreeCopy.copy(from, to);
            same(from, to);
            Stat copy = to.stat(FILE);
            assertThat(copy.isSameFile(to.stat(Name.of("again")))).isTrue();
            assertThat(copy.isSameFile(from.stat(FILE))).isFalse();
            assertThat(several).containsExactly(copy.ino());
        }
    }

    @Test
    void aTreeOfLinksHasTheSameFiles() throws IOException {
        try (Dir from = tree();
                Dir to = Dir.open(Files.createDirectory(folder.resolve("to")))) {
            TreeCopy.link(from, to);
            same(from, to);
            assertThat(to.stat(FILE).isSameFile(from.stat(FILE))).isTrue();
            assertThat(to.stat(Name.of("folder")).isSameFile(from.stat(Name.of("folder"))))
                    .isFalse();
        }
    }
}
