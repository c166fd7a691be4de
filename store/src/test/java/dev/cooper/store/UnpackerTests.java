// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.posix.Dir;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What layers say, and what hostile ones try. `canary` lies beside the store, and nothing may
/// happen to it.
class UnpackerTests {
    @TempDir Path folder;
    private Path canary;
    private Map<String, String> canaryBefore;
    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(folder.resolve("store"));
        canary = Files.createDirectory(folder.resolve("canary"));
        Files.writeString(canary.resolve("hello"), "bird");
        try (Dir dir = Dir.open(canary)) {
            canaryBefore = Trees.describe(dir);
        }
    }

    @AfterEach
    void canaryLives() throws IOException {
        store.close();
        try (Dir dir = Dir.open(canary)) {
            assertThat(Trees.describe(dir)).isEqualTo(canaryBefore);
        }
    }

    /// The layers, each over those before it.
    private Dir unpack(Archive... layers) throws Exception {
        List<Digest> diffIds = new ArrayList<>();
        for (Archive each : layers) {
            diffIds.add(store.layers().add(new ByteArrayInputStream(each.bytes())).diffId());
        }
        return store.snapshots().open(store.layers().snapshot(diffIds));
    }

    private static Map<String, String> contents(Dir root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        Trees.describe(root).forEach((path, what) -> all.put(path, content(what)));
        return all;
    }

    private static String content(String description) {
        return description.substring(description.lastIndexOf(' ') + 1);
    }

    private void refused(String message, Archive... layers) {
        assertThatThrownBy(() -> unpack(layers).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThat(store.root().resolve("snapshots"))
                .satisfies(each -> assertThat(each.toFile().list()).hasSize(layers.length - 1));
    }

    private static Archive base() {
        return new Archive()
                .folder("d")
                .file("d/a", "lower-a")
                .file("d/b", "lower-b")
                .folder("d/sub")
                .file("d/sub/c", "lower-c")
                .symlink("link", "d")
                .file("f", "lower-f");
    }

    @Test
    void whiteoutsHideWhatIsBelowAndNothingElse() throws Exception {
        Archive top =
                new Archive()
                        .file("d/.wh.a", "")
                        .file("d/.wh.never", "")
                        .file("nowhere/.wh.x", "")
                        .file("d/b", "own-b")
                        .file("d/.wh.b", "")
                        .file(".wh.f", "")
                        .file("link/.wh.sub", "");
        try (Dir root = unpack(base(), top)) {
            assertThat(Trees.names(root, ".")).containsExactly("d", "link");
            assertThat(Trees.names(root, "d")).containsExactly("b");
            assertThat(Trees.read(root, "d/b")).isEqualTo("own-b");
        }
    }

    @Test
    void aWhiteoutLeavesNothingWhereThereIsNothingToHide() throws Exception {
        SnapshotId id;
        byte[] tar = new Archive().file(".wh.x", "").file("d/.wh.y", "").folder("d").bytes();
        id = store.layers().snapshot(List.of(store.layers().add(stream(tar)).diffId()));
        try (Dir root = store.snapshots().open(id)) {
            assertThat(Trees.names(root, ".")).containsExactly("d");
            assertThat(Trees.names(root, "d")).isEmpty();
        }
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    @Test
    void anOpaqueFolderKeepsItsSiblingsOfTheSameLayerWhereverTheyStand() throws Exception {
        Archive top =
                new Archive()
                        .file("d/before", "before")
                        .file("d/sub/own", "own")
                        .file("d/.wh..wh..opq", "")
                        .file("d/after", "after")
                        .file("d/.wh..wh..opq", "");
        try (Dir root = unpack(base(), top)) {
            assertThat(contents(root))
                    .containsOnlyKeys(
                            "/d", "/d/after", "/d/before", "/d/sub", "/d/sub/own", "/f", "/link");
        }
    }

    @Test
    void anOpaqueRootHidesAll() throws Exception {
        Archive top =
                new Archive().folder("d").file("d/own", "").file(".wh..wh..opq", "").file("g", "");
        try (Dir root = unpack(base(), top)) {
            assertThat(contents(root)).containsOnlyKeys("/d", "/d/own", "/g");
        }
        Archive first = new Archive().file(".wh..wh..opq", "").folder("d").file("d/own", "");
        try (Dir root = unpack(base(), first)) {
            assertThat(contents(root)).containsOnlyKeys("/d", "/d/own");
        }
    }

    @Test
    void aFolderInPlaceOfWhatReplacedAFolderIsEmpty() throws Exception {
        for (Archive top :
                List.of(
                        new Archive().file(".wh.d", "").folder("d").file("d/x", ""),
                        new Archive().folder("d").file("d/x", "").file(".wh.d", ""),
                        new Archive().file("d", "file").folder("d").file("d/x", ""),
                        new Archive().symlink("d", "f").folder("d").file("d/x", ""))) {
            try (Dir root = unpack(base(), top)) {
                assertThat(Trees.names(root, "d")).containsExactly("x");
            }
        }
    }

    @Test
    void theLastOfTwoEntriesWinsAndIsNotFollowed() throws Exception {
        Archive top =
                new Archive()
                        .folder("x")
                        .file("x/in", "in")
                        .file("x", "file")
                        .symlink("y", "x")
                        .file("y", "new")
                        .symlink("z", canary + "/hello")
                        .entry(TarEntry.file(Bytes.of("z"), 0600, 3), "zzz".getBytes(UTF_8))
                        .symlink("w", canary.toString())
                        .folder("w", 0700)
                        .file("w/in", "w");
        try (Dir root = unpack(top)) {
            assertThat(contents(root))
                    .containsEntry("/x", "file")
                    .containsEntry("/y", "new")
                    .containsEntry("/z", "zzz")
                    .containsEntry("/w/in", "w")
                    .hasSize(5);
        }
    }

    @Test
    void aFolderTakesInAFolderAndHasTheLastMetadata() throws Exception {
        Archive top =
                new Archive()
                        .entry(
                                TarEntry.directory(Bytes.of("d"), 0700)
                                        .withOwner(3, 4)
                                        .withMtime(77, 0)
                                        .withXattrs(Archive.xattr("user.a", "1")))
                        .file("d/new", "new")
                        .folder("d/sub", 01777);
        try (Dir root = unpack(base(), top)) {
            assertThat(Trees.names(root, "d")).containsExactly("a", "b", "new", "sub");
            Stat stat = root.stat(Name.of("d"));
            assertThat(stat.permissions()).isEqualTo(0700);
            assertThat(stat.uid()).isEqualTo(3);
            assertThat(stat.gid()).isEqualTo(4);
            assertThat(stat.mtimeSeconds()).isEqualTo(77);
            assertThat(root.stat(Name.of("d/sub")).permissions()).isEqualTo(01777);
            assertThat(root.xattrs(Name.of("d"))).containsKey("user.a");
        }
    }

    @Test
    void aFolderThatOnlyAFileInItMentionsStaysAsItWas() throws Exception {
        Archive below =
                new Archive()
                        .entry(
                                TarEntry.directory(Bytes.of("d"), 0711)
                                        .withOwner(3, 4)
                                        .withMtime(77, 0)
                                        .withXattrs(Archive.xattr("user.a", "1")));
        try (Dir root = unpack(below, new Archive().file("d/x/y", "y"))) {
            assertThat(Trees.describe(root).get("/d")).isEqualTo("DIRECTORY 711 3:4 77 0 user.a=1");
            assertThat(Trees.describe(root).get("/d/x")).isEqualTo("DIRECTORY 755 0:0 0 0");
        }
    }

    @Test
    void aPathLeadsWhereLinksOfAnyLayerLead() throws Exception {
        Archive top =
                new Archive()
                        .file("link/new", "through the lower link")
                        .symlink("abs", "/d/sub")
                        .file("abs/c", "through the own link")
                        .symlink("dangling", "made/here")
                        .file("dangling/x", "x");
        try (Dir root = unpack(base(), top)) {
            assertThat(root.stat(Name.of("link")).isSymlink()).isTrue();
            assertThat(Trees.read(root, "d/new")).isEqualTo("through the lower link");
            assertThat(Trees.read(root, "d/a")).isEqualTo("lower-a");
            assertThat(Trees.read(root, "d/sub/c")).isEqualTo("through the own link");
            assertThat(Trees.read(root, "made/here/x")).isEqualTo("x");
        }
    }

    @Test
    void aPathThatWasWalkedBeforeLeadsElsewhereOnceItsLinkHasChanged() throws Exception {
        Archive top =
                new Archive()
                        .file("link/1", "1")
                        .symlink("link", "d/sub")
                        .file("link/2", "2")
                        .file(".wh.link", "")
                        .file("d/sub/3", "3")
                        .file("d/sub", "no folder now");
        try (Dir root = unpack(base(), top)) {
            assertThat(Trees.read(root, "d/1")).isEqualTo("1");
            assertThat(root.stat(Name.of("d/sub")).isRegular()).isTrue();
            assertThat(root.readlink(Name.of("link"))).isEqualTo(Name.of("d/sub"));
        }
    }

    @Test
    void linksThatLeadOutStayInside() throws Exception {
        String out = "../".repeat(20);
        Archive first =
                new Archive()
                        .symlink("abs", canary.toString())
                        .file("abs/hello", "inside")
                        .folder("a")
                        .symlink("a/up", out + canary)
                        .file("a/up/x", "inside too")
                        .symlink("file", canary + "/hello")
                        .hardlink("again", "file")
                        .file("file", "mine");
        Archive second =
                new Archive()
                        .file("abs/y", "y")
                        .file("abs/.wh.hello", "")
                        .file("a/up/.wh..wh..opq", "")
                        .folder("abs", 0777);
        try (Dir root = unpack(first, second)) {
            String inside = canary.toString().substring(1);
            assertThat(root.statOrNull(Name.of(inside + "/hello"))).isNull();
            // Put there by the same layer as the mark.
            assertThat(Trees.read(root, inside + "/y")).isEqualTo("y");
            assertThat(root.stat(Name.of("again")).isSymlink()).isTrue();
            assertThat(Trees.read(root, "file")).isEqualTo("mine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../canary/x", "../../canary/x", "a/../../canary/x", "./../canary/x"})
    void aRelativePathThatLeadsOutIsRefused(String path) {
        refused("leads out", new Archive().file(path, "x"));
        refused("leads out", new Archive().file("a", "").hardlink("b", path));
    }

    @Test
    void anAbsolutePathStartsAtTheRoot() throws Exception {
        Archive odd =
                new Archive().file("/../canary/x", "1").file("//e//f", "2").file("./g/../h", "3");
        try (Dir root = unpack(odd)) {
            assertThat(contents(root)).containsOnlyKeys("/canary", "/canary/x", "/e", "/e/f", "/h");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "/", "./", "a/.."})
    void theRootIsAFolder(String path) {
        refused("root", new Archive().symlink(path, canary.toString()));
    }

    @Test
    void theRootHasItsEntrysMetadata() throws Exception {
        Archive layer =
                new Archive()
                        .entry(
                                TarEntry.directory(Bytes.of("./"), 0700)
                                        .withOwner(5, 6)
                                        .withMtime(88, 0))
                        .file("x", "");
        try (Dir root = unpack(layer, new Archive().file("y", ""))) {
            assertThat(root.self().permissions()).isEqualTo(0700);
            assertThat(root.self().uid()).isEqualTo(5);
            assertThat(root.self().mtimeSeconds()).isEqualTo(88);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".wh.",
                ".wh..",
                ".wh...",
                "a/.wh./",
                "../.wh.x",
                ".wh.../../canary",
                "a/.wh.x/y",
                "a/.wh..wh..opq/y"
            })
    void aWhiteoutOfNothingIsRefused(String path) {
        assertThatThrownBy(() -> unpack(base(), new Archive().file(path, "")).close())
                .isInstanceOf(MalformedTarException.class);
    }

    @Test
    void filesOfAufsAreLeftOut() throws Exception {
        Archive old =
                new Archive().folder(".wh..wh.plnk").file(".wh..wh.plnk/1.2", "").file("x", "x");
        try (Dir root = unpack(old)) {
            assertThat(contents(root)).containsOnlyKeys("/x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"later", "never", "self", "d", "canary/hello", "/"})
    void aHardLinkToNoFileIsRefused(String target) {
        Archive layer = new Archive().folder("d").hardlink("self", target).file("later", "");
        assertThatThrownBy(() -> unpack(layer).close()).isInstanceOf(MalformedTarException.class);
    }

    @Test
    void aHardLinkToALowerFileIsOneFileWithIt() throws Exception {
        Archive top =
                new Archive().hardlink("again", "link/a").hardlink("d/b", "/f").file(".wh.g", "");
        try (Dir root = unpack(base(), top)) {
            assertThat(root.stat(Name.of("again")).isSameFile(root.stat(Name.of("d/a")))).isTrue();
            assertThat(Trees.read(root, "again")).isEqualTo("lower-a");
            assertThat(Trees.read(root, "d/b")).isEqualTo("lower-f");
        }
    }

    @Test
    void devicesAndPipesAreMadeAndNotOpened() throws Exception {
        Archive layer =
                new Archive()
                        .device("disk", TarType.BLOCK, 8, 0)
                        .device("mem", TarType.CHARACTER, 1, 1)
                        .device("pipe", TarType.FIFO, 0, 0)
                        .device("high", TarType.BLOCK, 4095, 0xfffff);
        try (Dir root = unpack(layer)) {
            assertThat(root.stat(Name.of("disk")).type()).isEqualTo(FileType.BLOCK);
            assertThat(root.stat(Name.of("disk")).rdev()).isEqualTo(Stat.device(8, 0));
            assertThat(root.stat(Name.of("mem")).rdev()).isEqualTo(Stat.device(1, 1));
            assertThat(root.stat(Name.of("pipe")).type()).isEqualTo(FileType.FIFO);
            assertThat(root.stat(Name.of("high")).rdev()).isEqualTo(Stat.device(4095, 0xfffff));
        }
        refused2("0:0", new Archive().device("w", TarType.CHARACTER, 0, 0));
    }

    private void refused2(String message, Archive layer) {
        assertThatThrownBy(() -> unpack(layer).close())
                .isInstanceOf(MalformedTarException.class)
                .hasMessageContaining(message);
    }

    @Test
    void attributesThatSayHowATreeIsStoredAreDropped() throws Exception {
        SortedMap<Bytes, Bytes> all = new TreeMap<>();
        for (String each :
                List.of(
                        "trusted.overlay.opaque",
                        "trusted.overlay.redirect",
                        "trusted.overlay.metacopy",
                        "user.overlay.opaque",
                        "security.selinux",
                        "nonsense.x",
                        "user.kept")) {
            all.put(Bytes.of(each), Bytes.of("y"));
        }
        Archive top =
                new Archive()
                        .entry(TarEntry.directory(Bytes.of("d"), 0755).withXattrs(all))
                        .entry(TarEntry.file(Bytes.of("x"), 0644, 0).withXattrs(all))
                        .entry(TarEntry.symlink(Bytes.of("l"), Bytes.of("x")).withXattrs(all));
        try (Dir root = unpack(base(), top)) {
            assertThat(root.xattrs(Name.of("x")).keySet()).containsExactly("user.kept");
            assertThat(root.xattrs(Name.of("l"))).isEmpty();
            assertThat(Trees.names(root, "d")).containsExactly("a", "b", "sub");
        }
    }

    @Test
    void setIdsAndCapabilitiesSurvive() throws Exception {
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        SortedMap<Bytes, Bytes> xattrs = new TreeMap<>();
        xattrs.put(Bytes.of("security.capability"), Bytes.of(capability));
        Archive layer =
                new Archive()
                        .entry(
                                TarEntry.file(Bytes.of("ping"), 06755, 0)
                                        .withOwner(7, 8)
                                        .withXattrs(xattrs));
        SnapshotId id =
                store.layers()
                        .snapshot(List.of(store.layers().add(stream(layer.bytes())).diffId()));
        try (Dir root = store.snapshots().open(id)) {
            Stat stat = root.stat(Name.of("ping"));
            assertThat(stat.permissions()).isEqualTo(06755);
            assertThat(stat.uid()).isEqualTo(7);
            assertThat(root.xattrs(Name.of("ping")).get("security.capability"))
                    .isEqualTo(capability);
        }
    }

    @Test
    void attributesThatTheFileSystemCantHoldAreAnErrorThatNamesTheEntry() {
        SortedMap<Bytes, Bytes> many = new TreeMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put(Bytes.of("user.a" + i), Bytes.of("x".repeat(500)));
        }
        refused(
                "entry-x",
                new Archive().entry(TarEntry.file(Bytes.of("entry-x"), 0644, 0).withXattrs(many)));
        refused(
                "entry-y",
                new Archive()
                        .entry(
                                TarEntry.file(Bytes.of("entry-y"), 0644, 0)
                                        .withXattrs(
                                                Archive.xattr("user.big", "x".repeat(65_000)))));
    }

    @Test
    void aLoopOfLinksIsAnError() {
        refused(
                "symbolic links",
                new Archive().symlink("a", "b").symlink("b", "a").file("a/x", ""));
    }

    @Test
    void aFileIsNoFolder() {
        refused("f is not a folder", new Archive().file("f", "").file("f/x", ""));
    }

    @Test
    void depthIsBoundedByThePath() throws Exception {
        Archive deep = new Archive().file("d/".repeat(2000) + "x", "bottom");
        try (Dir root = unpack(deep)) {
            assertThat(root.stat(Name.of("d/".repeat(2000) + "x")).size()).isEqualTo(6);
        }
        assertThat(store.collect()).isTrue();
        assertThat(store.root().resolve("snapshots")).isEmptyDirectory();
        refused2("4097 bytes", new Archive().file("d/".repeat(2048) + "x", ""));
    }

    @Test
    void manyOpaqueMarksAreOne() throws Exception {
        Archive below = new Archive();
        for (int i = 0; i < 500; i++) {
            below.file("d/" + i, "");
        }
        Archive top = new Archive();
        for (int i = 0; i < 5_000; i++) {
            top.file("d/.wh..wh..opq", "");
        }
        try (Dir root = unpack(below, top.file("d/x", ""))) {
            assertThat(Trees.names(root, "d")).containsExactly("x");
        }
    }

    @Test
    void namesAreBytes() throws Exception {
        byte[] odd = {(byte) 0xff, '\n', 0x1b, '\\', (byte) 0xc3};
        Archive layer =
                new Archive()
                        .entry(TarEntry.directory(Bytes.of(odd), 0755))
                        .entry(
                                TarEntry.file(
                                        Bytes.of(odd).concat(Bytes.of("/")).concat(Bytes.of(odd)),
                                        0644,
                                        0))
                        .file("caf\u00e9", "composed")
                        .file("cafe\u0301", "decomposed");
        try (Dir root = unpack(layer)) {
            Name name = Name.of(odd);
            assertThat(root.stat(name.child(name)).isRegular()).isTrue();
            assertThat(Trees.read(root, "caf\u00e9")).isEqualTo("composed");
            assertThat(Trees.read(root, "cafe\u0301")).isEqualTo("decomposed");
        }
    }
}
