// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--exclude` and `--parents`.
class CopyFlagTests {
    @TempDir Path temp;
    private SourceTree from;
    private Dir to;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        Path source = Files.createDirectories(temp.resolve("from"));
        for (String file :
                List.of(
                        "a/x.txt",
                        "a/x.md",
                        "a/deep/y.md",
                        "a/deep/z.txt",
                        "b/c/d/e.txt",
                        "top.md")) {
            Path path = source.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        from = new SourceTree(Dir.open(source), FileFilter.ALL, false, null);
        from.root().chmod(Name.of("b/c"), 0711);
        from.root().setTimes(Name.of("b/c"), 4242, 0);
        target = Files.createDirectory(temp.resolve("to"));
        to = Dir.open(target);
    }

    @AfterEach
    void close() throws IOException {
        from.close();
        to.close();
    }

    private List<String> copied() throws IOException {
        try (Stream<Path> all = Files.walk(target)) {
            return all.filter(Files::isRegularFile)
                    .map(each -> target.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    private void exclude(String source, String... patterns) throws Exception {
        Excludes excludes = Excludes.of(List.of(patterns));
        Copier copier = new Copier(from, to, null, null);
        for (Selected each : new Selection(from).select(source)) {
            if (excludes.keeps(each)) {
                copier.copy(each, excludes, Name.of("/"));
            }
        }
    }

    private void parents(String source) throws Exception {
        Copier copier = new Copier(from, to, null, null);
        ParentFolders parents = new ParentFolders(to, null);
        for (Selected each : new ParentSelection(from).select(source)) {
            copier.copy(each, Excludes.NONE, parents.make(from, each, Name.of("/")));
        }
        parents.finish();
    }

    @Test
    void patternsCountFromTheFolderThatIsCopied() throws Exception {
        exclude("a", "*.md", "deep/z.*");
        assertThat(copied()).containsExactly("deep/y.md", "x.txt");
    }

    @Test
    void patternsMayReachAnyDepthAndMakeExceptions() throws Exception {
        exclude(".", "**/*.md", "!a/deep/*");
        assertThat(copied())
                .containsExactly("a/deep/y.md", "a/deep/z.txt", "a/x.txt", "b/c/d/e.txt");
    }

    @Test
    void whatAWildcardFoundIsMatchedByItsName() throws Exception {
        exclude("a/*", "*.md");
        assertThat(copied()).containsExactly("x.txt", "z.txt");
    }

    @Test
    void whatIsLeftOutIsNoPartOfTheDigest() throws Exception {
        Excludes excludes = Excludes.of(List.of("*.md"));
        Digest before = ContentDigest.of(from, new Selection(from).select("a"), excludes);
        Files.writeString(temp.resolve("from/a/x.md"), "changed");
        assertThat(ContentDigest.of(from, new Selection(from).select("a"), excludes))
                .isEqualTo(before);
        Files.writeString(temp.resolve("from/a/x.txt"), "changed");
        assertThat(ContentDigest.of(from, new Selection(from).select("a"), excludes))
                .isNotEqualTo(before);
    }

    @Test
    void parentsKeepThePath() throws Exception {
        parents("b/c/d/e.txt");
        assertThat(copied()).containsExactly("b/c/d/e.txt");
        assertThat(to.stat(Name.of("b/c")).permissions()).isEqualTo(0711);
        assertThat(to.stat(Name.of("b/c")).mtimeSeconds()).isEqualTo(4242);
    }

    @Test
    void parentsKeepThePathFromThePivot() throws Exception {
        parents("b/./c/d");
        assertThat(copied()).containsExactly("c/d/e.txt");
    }

    @Test
    void parentsTakeAnyNumberOfFolders() throws Exception {
        parents("**/*.txt");
        assertThat(copied()).containsExactly("a/deep/z.txt", "a/x.txt", "b/c/d/e.txt");
    }

    @Test
    void parentsOfAFolderCopyAllOfIt() throws Exception {
        parents("./a/deep/");
        assertThat(copied()).containsExactly("a/deep/y.md", "a/deep/z.txt");
    }

    @Test
    void aMissingPathIsAnErrorAndAnEmptyPatternIsNot() throws Exception {
        parents("nothing/*");
        assertThat(copied()).isEmpty();
        assertThatThrownBy(() -> parents("a/nothing"))
                .isInstanceOf(MissingSourceException.class)
                .hasMessage("\"/a/nothing\": not found");
    }
}
