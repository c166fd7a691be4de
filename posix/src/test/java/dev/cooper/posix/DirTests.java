// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirTests {
    @TempDir Path temp;
    private Dir outer;
    private Dir dir;

    @BeforeEach
    void open() throws IOException {
        outer = Dir.open(temp);
        outer.mkdir(Name.of("root"), 0755);
        write(outer, "secret", "outside");
        dir = outer.openDir(Name.of("root"));
    }

    @AfterEach
    void close() {
        dir.close();
        outer.close();
    }

    @Test
    void namesAreBytes() throws IOException {
        Name odd = Name.of(new byte[] {'a', (byte) 0xff, '\n', (byte) 0xc3});
        try (OpenFile file = dir.create(odd, 0640)) {
            file.write("hello".getBytes(StandardCharsets.UTF_8), 0, 5);
        }
        assertThat(dir.list()).containsExactly(new DirEntry(odd, FileType.REGULAR));
        assertThat(dir.stat(odd).size()).isEqualTo(5);
        assertThat(Name.of(odd.text())).isEqualTo(odd);
        assertThat(odd.toString()).doesNotContain("\n");
    }

    @Test
    void modesAreExactWhateverTheUmask() throws IOException {
        dir.create(Name.of("f"), 0666).close();
        dir.mkdir(Name.of("d"), 01777);
        dir.mkfifo(Name.of("p"), 0622);
        assertThat(dir.stat(Name.of("f")).permissions()).isEqualTo(0666);
        assertThat(dir.stat(Name.of("d")).permissions()).isEqualTo(01777);
        assertThat(dir.stat(Name.of("p")).permissions()).isEqualTo(0622);
        assertThat(dir.stat(Name.of("p")).type()).isEqualTo(FileType.FIFO);
    }

    @Test
    void aChildIsNeverReachedThroughALink() throws IOException {
        dir.mkdir(Name.of("d"), 0755);
        write(dir, "d/f", "x");
        dir.symlink(Name.of("d"), Name.of("link"));
        for (Name path : new Name[] {Name.of("link/f"), Name.of("../secret")}) {
            assertThatThrownBy(() -> dir.openFile(path)).isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> dir.unlink(path)).isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> dir.chmod(path, 0600)).isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> dir.chown(path, 1, 1)).isInstanceOf(PosixException.class);
        }
        assertThat(dir.stat(Name.of("d/f")).size()).isEqualTo(1);
        assertThat(dir.stat(Name.of("link")).isSymlink()).isTrue();
    }

    @Test
    void resolvingStaysInside() throws IOException {
        write(dir, "secret", "inside");
        dir.symlink(Name.of("/secret"), Name.of("absolute"));
        dir.symlink(Name.of("../../secret"), Name.of("up"));
        dir.symlink(Name.of("absolute"), Name.of("chain"));
        for (String each : new String[] {"absolute", "up", "chain", "../../secret", "/secret"}) {
            assertThat(read(dir.resolveFile(Name.of(each)))).isEqualTo("inside");
            assertThat(dir.realPath(Name.of(each))).isEqualTo(Name.of("secret"));
        }
        dir.symlink(Name.of("loop"), Name.of("loop"));
        assertThatThrownBy(() -> dir.realPath(Name.of("loop")))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.is(Errno.ELOOP)).isTrue());
        assertThat(dir.resolveStatOrNull(Name.of("nothing/at/all"))).isNull();
    }

    @Test
    void onlyRegularFilesAreOpened() throws IOException {
        dir.mkfifo(Name.of("pipe"), 0600);
        assertThatThrownBy(() -> dir.openFile(Name.of("pipe")))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.is(Errno.EINVAL)).isTrue());
        assertThatThrownBy(() -> dir.openFile(Name.of("none")))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.is(Errno.ENOENT)).isTrue());
    }

    @Test
    void timesLinksAndAttributesAreKept() throws IOException {
        write(dir, "f", "data");
        dir.setTimes(Name.of("f"), -5, 7);
        dir.link(dir, Name.of("f"), Name.of("g"));
        dir.setXattr(Name.of("f"), "user.note", new byte[] {0, 1, (byte) 0xff});
        Stat stat = dir.stat(Name.of("g"));
        assertThat(stat.nlink()).isEqualTo(2);
        assertThat(stat.mtimeSeconds()).isEqualTo(-5);
        assertThat(stat.mtimeNanos()).isEqualTo(7);
        assertThat(dir.xattrs(Name.of("g")).get("user.note")).containsExactly(0, 1, 0xff);
        dir.removeXattr(Name.of("g"), "user.note");
        assertThat(dir.xattrs(Name.of("f"))).doesNotContainKey("user.note");
    }

    @Test
    void renamingMayRefuseToReplace() throws IOException {
        write(dir, "a", "1");
        write(dir, "b", "2");
        assertThatThrownBy(() -> dir.renameNoReplace(Name.of("a"), dir, Name.of("b")))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.is(Errno.EEXIST)).isTrue());
        dir.rename(Name.of("a"), dir, Name.of("b"));
        assertThat(read(dir.openFile(Name.of("b")))).isEqualTo("1");
        assertThat(dir.statOrNull(Name.of("a"))).isNull();
    }

    @Test
    void aTreeOfAnyDepthIsRemovedAndNothingElse() throws IOException {
        write(outer, "kept", "x");
        dir.mkdir(Name.of("deep"), 0755);
        Dir at = dir.openDir(Name.of("deep"));
        for (int i = 0; i < 3000; i++) {
            at.mkdir(Name.of("d"), 0755);
            at.symlink(Name.of("/"), Name.of("l"));
            Dir next = at.openDir(Name.of("d"));
            at.close();
            at = next;
        }
        at.close();
        dir.deleteTree(Name.of("deep"));
        dir.deleteTree(Name.of("deep"));
        assertThat(dir.list()).isEmpty();
        assertThat(Files.readString(temp.resolve("kept"))).isEqualTo("x");
    }

    @Test
    void bigListingsAreWholeAndSorted() throws IOException {
        for (int i = 0; i < 3000; i++) {
            dir.create(Name.of("file-with-a-long-name-" + i), 0600).close();
        }
        assertThat(dir.list())
                .hasSize(3000)
                .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    }

    @Test
    void copiesWholeFiles() throws IOException {
        byte[] data = new byte[300_000];
        data[299_999] = 7;
        try (OpenFile file = dir.create(Name.of("a"), 0600)) {
            file.write(data, 0, data.length);
        }
        try (OpenFile from = dir.openFile(Name.of("a"));
                OpenFile to = dir.create(Name.of("b"), 0600)) {
            assertThat(from.copyTo(to)).isEqualTo(data.length);
        }
        assertThat(dir.openFile(Name.of("b")).inputStream().readAllBytes()).isEqualTo(data);
    }

    private static void write(Dir where, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (OpenFile file = where.create(Name.of(name), 0644)) {
            file.write(bytes, 0, bytes.length);
        }
    }

    private static String read(OpenFile file) throws IOException {
        try (file) {
            return new String(file.inputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
