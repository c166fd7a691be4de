// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.TreeCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWalkTests {
    private static final List<String> CHANGED =
            List.of(
                    "CHANGED etc",
                    "ADDED etc/added",
                    "CHANGED etc/passwd",
                    "ADDED new",
                    "CHANGED opt",
                    "DELETED opt/x",
                    "CHANGED var",
                    "DELETED var/log");

    @TempDir Path temp;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(temp.resolve("store"));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private List<String> walk(SnapshotId top) throws Exception {
        List<String> told = new ArrayList<>();
        LayerWalk.walk(
                store.snapshots(),
                top,
                each ->
                        told.add(
                                "%d %s %s%s"
                                        .formatted(
                                                each.layer(),
                                                each.change(),
                                                each.path(),
                                                each.hiddenBy() == LayerWalk.NEVER
                                                        ? ""
                                                        : (each.replaced()
                                                                        ? " replaced by "
                                                                        : " deleted by ")
                                                                + each.hiddenBy())));
        return told;
    }

    @Test
    void tellsWhatLaterLayersHide() throws Exception {
        SnapshotId one =
                Trees.commit(
                        store,
                        null,
                        root -> {
                            root.mkdir(Name.of("d"), 0755);
                            Trees.write(root, "d/gone", "1");
                            Trees.write(root, "d/kept", "1");
                            Trees.write(root, "d/new", "1");
                            root.mkdir(Name.of("e"), 0755);
                            Trees.write(root, "e/x", "1");
                        });
        SnapshotId two =
                Trees.commit(
                        store,
                        one,
                        root -> {
                            root.unlink(Name.of("d/gone"));
                            root.unlink(Name.of("d/new"));
                            Trees.write(root, "d/new", "22");
                            root.deleteTree(Name.of("e"));
                        });
        SnapshotId three =
                Trees.commit(
                        store,
                        two,
                        root -> {
                            Trees.write(root, "d/gone", "333");
                            root.deleteTree(Name.of("d/new"));
                        });
        assertThat(walk(three))
                .containsExactly(
                        "0 ADDED d",
                        "1 SAME d",
                        "2 SAME d",
                        "0 ADDED d/gone deleted by 1",
                        "1 DELETED d/gone",
                        "2 ADDED d/gone",
                        "0 ADDED d/kept",
                        "0 ADDED d/new replaced by 1",
                        "1 CHANGED d/new deleted by 2",
                        "2 DELETED d/new",
                        "0 ADDED e deleted by 1",
                        "1 DELETED e",
                        "0 ADDED e/x deleted by 1");
    }

    @Test
    void aFolderMadeAnewHidesTheOldOne() throws Exception {
        SnapshotId one =
                Trees.commit(
                        store,
                        null,
                        root -> {
                            root.mkdir(Name.of("d"), 0755);
                            Trees.write(root, "d/a", "1");
                            Trees.write(root, "d/b", "1");
                            Trees.write(root, "f", "1");
                        });
        SnapshotId two =
                Trees.commit(
                        store,
                        one,
                        root -> {
                            root.deleteTree(Name.of("d"));
                            root.mkdir(Name.of("d"), 0755);
                            Trees.write(root, "d/b", "22");
                            root.unlink(Name.of("f"));
                            root.mkdir(Name.of("f"), 0755);
                            Trees.write(root, "f/b", "22");
                        });
        assertThat(walk(two))
                .containsExactly(
                        "0 ADDED d replaced by 1",
                        "1 SAME d",
                        "0 ADDED d/a deleted by 1",
                        "1 DELETED d/a",
                        "0 ADDED d/b replaced by 1",
                        "1 CHANGED d/b",
                        "0 ADDED f replaced by 1",
                        "1 CHANGED f",
                        "1 ADDED f/b");
    }

    @Test
    void nothingIsAnImageOfNoLayers() throws Exception {
        List<LayerWalk.Entry> none = new ArrayList<>();
        LayerWalk.walk(store.snapshots(), null, none::add);
        assertThat(none).isEmpty();
    }

    @Test
    void changesAreToldAsDockerTellsThem() throws Exception {
        SnapshotId one =
                Trees.commit(
                        store,
                        null,
                        root -> {
                            for (String each : List.of("etc", "opt", "opt/x", "var")) {
                                root.mkdir(Name.of(each), 0755);
                            }
                            Trees.write(root, "etc/passwd", "1");
                            Trees.write(root, "opt/x/y", "1");
                            Trees.write(root, "var/log", "1");
                        });
        try (Draft draft = store.snapshots().draft(one)) {
            try (Dir root = draft.tree().merged()) {
                change(root);
            }
            try (Dir own = Dir.open(draft.tree().upper());
                    Dir below = store.snapshots().open(one)) {
                assertThat(TreeChanges.of(own, below))
                        .extracting(each -> each.kind() + " " + each.path())
                        .containsExactlyElementsOf(CHANGED);
            }
        }
        try (Dir own = Dir.open(Files.createDirectory(temp.resolve("copy")));
                Dir below = store.snapshots().open(one)) {
            TreeCopy.copy(below, own);
            assertThat(TreeChanges.of(own, below, true)).isEmpty();
            change(own);
            assertThat(TreeChanges.of(own, below, true))
                    .extracting(each -> each.kind() + " " + each.path())
                    .containsExactlyElementsOf(CHANGED);
        }
    }

    private static void change(Dir root) throws IOException {
        Trees.write(root, "etc/added", "1");
        root.unlink(Name.of("var/log"));
        root.chmod(Name.of("etc/passwd"), 0600);
        root.deleteTree(Name.of("opt"));
        root.mkdir(Name.of("opt"), 0755);
        Trees.write(root, "new", "1");
    }
}
