// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.build.solver.StepException;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyTests {
    @TempDir Path temp;
    private Dir from;
    private Dir to;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(temp.resolve("secret"), "outside");
        from = Dir.open(Files.createDirectory(temp.resolve("from")));
        to = Dir.open(Files.createDirectory(temp.resolve("to")));
    }

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private static void write(Dir dir, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (OpenFile file = dir.create(Name.of(name), 0644)) {
            file.write(bytes, 0, bytes.length);
        }
    }

    private static String read(Dir dir, String path) throws IOException {
        try (OpenFile file = dir.resolveFile(Name.of(path))) {
            return new String(file.inputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void copy(String source, String destination) throws Exception {
        copy(source, destination, null, null);
    }

    private void copy(
            String source, String destination, @Nullable Owner chown, @Nullable Chmod chmod)
            throws Exception {
        FileDigests digests = new FileDigests();
        try (SourceTree tree = new SourceTree(from.duplicate(), FileFilter.ALL, false, digests)) {
            List<Selected> selected = new Selection(tree).select(source);
            ContentDigest.of(tree, selected, Excludes.NONE);
            Copier copier = new Copier(tree, to, chown, chmod);
            for (Selected each : selected) {
                copier.copy(each, Excludes.NONE, Name.of(destination));
            }
        }
    }

    private List<String> names(String folder) throws IOException {
        try (Dir dir = to.resolveDir(Name.of(folder))) {
            List<String> names = new ArrayList<>();
            dir.list().forEach(each -> names.add(each.name().text()));
            return names;
        }
    }

    private Digest digest(String source) throws Exception {
        try (SourceTree tree =
                new SourceTree(from.duplicate(), FileFilter.ALL, false, new FileDigests())) {
            return ContentDigest.of(tree, new Selection(tree).select(source), Excludes.NONE);
        }
    }

    @Test
    void aFileGoesToAFileOrIntoAFolder() throws Exception {
        write(from, "a", "x");
        copy("a", "/b");
        copy("/a", "/new/folder/");
        copy("../../a", "/new/folder");
        copy("a", "/new/renamed");
        assertThat(names("/")).containsExactly("b", "new");
        assertThat(names("/new")).containsExactly("folder", "renamed");
        assertThat(names("/new/folder")).containsExactly("a");
        assertThat(to.stat(Name.of("new")).permissions()).isEqualTo(0755);
    }

    @Test
    void aFoldersContentsAreMerged() throws Exception {
        from.mkdir(Name.of("d"), 0700);
        from.mkdir(Name.of("d/sub"), 0711);
        write(from, "d/sub/f", "new");
        from.symlink(Name.of("f"), Name.of("d/sub/l"));
        from.setTimes(Name.of("d/sub"), 1234, 0);
        to.mkdir(Name.of("sub"), 0777);
        write(to, "sub/f", "old");
        write(to, "sub/kept", "kept");
        copy("d/", "/");
        assertThat(names("/sub")).containsExactly("f", "kept", "l");
        assertThat(read(to, "sub/f")).isEqualTo("new");
        assertThat(to.stat(Name.of("sub")).permissions()).isEqualTo(0711);
        assertThat(to.stat(Name.of("sub")).mtimeSeconds()).isEqualTo(1234);
        assertThat(to.readlink(Name.of("sub/l"))).isEqualTo(Name.of("f"));
    }

    @Test
    void wildcardsMatchLevelByLevel() throws Exception {
        write(from, "a.txt", "a");
        write(from, ".b.txt", "b");
        from.mkdir(Name.of("d"), 0755);
        write(from, "d/c.txt", "c");
        copy("*.txt", "/x/");
        assertThat(names("/x")).containsExactly(".b.txt", "a.txt");
        copy("d*/[a-c].txt", "/y/");
        assertThat(names("/y")).containsExactly("c.txt");
        copy("none*", "/z/");
        assertThat(names("/")).doesNotContain("z");
    }

    @Test
    void nothingIsReadOrWrittenOutside() throws Exception {
        from.symlink(Name.of("../secret"), Name.of("up"));
        from.symlink(Name.of("/secret"), Name.of("absolute"));
        for (String source : List.of("up", "absolute", "../secret")) {
            assertThatThrownBy(() -> copy(source, "/x")).isInstanceOf(MissingSourceException.class);
        }
        copy("*", "/links/");
        assertThat(to.stat(Name.of("links/up")).isSymlink()).isTrue();
        write(from, "f", "inside");
        to.symlink(Name.of("../../.."), Name.of("out"));
        to.symlink(Name.of("/dangling/target"), Name.of("hang"));
        copy("f", "/out/secret");
        copy("f", "/hang");
        assertThat(Files.readString(temp.resolve("secret"))).isEqualTo("outside");
        assertThat(read(to, "secret")).isEqualTo("inside");
        assertThat(read(to, "dangling/target")).isEqualTo("inside");
    }

    @Test
    void foldersAndFilesDoNotReplaceEachOther() throws Exception {
        write(from, "f", "x");
        from.mkdir(Name.of("d"), 0755);
        from.mkdir(Name.of("d/e"), 0755);
        from.mkdir(Name.of("g"), 0755);
        write(from, "g/e", "x");
        write(to, "e", "file");
        assertThatThrownBy(() -> copy("d", "/"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("non-directory");
        assertThatThrownBy(() -> copy("f", "/e/x"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("in its way");
        to.unlink(Name.of("e"));
        to.mkdir(Name.of("e"), 0755);
        assertThatThrownBy(() -> copy("g", "/"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("cannot replace");
    }

    @Test
    void ownersModesAndLinksAreAsAsked() throws Exception {
        write(from, "f", "x");
        from.chmod(Name.of("f"), 04755);
        from.link(from, Name.of("f"), Name.of("g"));
        copy(".", "/all/", new Owner(7, 8), new Chmod.Octal(0640));
        assertThat(to.stat(Name.of("all/f")).uid()).isEqualTo(7);
        assertThat(to.stat(Name.of("all/f")).permissions()).isEqualTo(0640);
        assertThat(to.stat(Name.of("all")).gid()).isEqualTo(8);
        assertThat(to.stat(Name.of("all/f")).ino()).isEqualTo(to.stat(Name.of("all/g")).ino());
        copy("f", "/plain");
        assertThat(to.stat(Name.of("plain")).permissions()).isEqualTo(04755);
    }

    @Test
    void contentHasADigestAndTimesDoNot() throws Exception {
        from.mkdir(Name.of("d"), 0755);
        write(from, "d/f", "one");
        Digest before = digest("d");
        from.setTimes(Name.of("d/f"), 99, 0);
        assertThat(digest("d")).isEqualTo(before);
        from.chmod(Name.of("d/f"), 0600);
        Digest mode = digest("d");
        assertThat(mode).isNotEqualTo(before);
        from.rename(Name.of("d/f"), from, Name.of("d/g"));
        assertThat(digest("d")).isNotEqualTo(mode);
    }

    @Test
    void whatIsMissingIsExplained() throws Exception {
        write(from, "config.yaml", "x");
        assertThatThrownBy(() -> copy("confg.yaml", "/x"))
                .hasMessageContaining("did you mean \"config.yaml\"?");
    }

    @Test
    void modesAreNumbersOrClauses() {
        assertThat(Chmod.parse("u=rwX,go+r,g-w").orElseThrow().apply(0660, false)).isEqualTo(0644);
        assertThat(Chmod.parse("a+X").orElseThrow().apply(0644, true)).isEqualTo(0755);
        assertThat(Chmod.parse("u+s,+t").orElseThrow().apply(0755, false)).isEqualTo(05755);
        assertThat(Chmod.parse("0750").orElseThrow().apply(0, false)).isEqualTo(0750);
        assertThat(Chmod.parse("99999")).isEmpty();
        assertThat(Chmod.parse("u?x")).isEmpty();
    }
}
