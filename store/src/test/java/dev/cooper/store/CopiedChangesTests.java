// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.posix.TreeCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same is done to an overlay and to a copy, by chance; what the kernel put into the overlay's
/// upper directory and what is found in the copy must be one layer.
class CopiedChangesTests {
    private static final int DONE = 40;

    @TempDir Path folder;

    private Path make(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void copiesTellWhatOverlaysTell(long seed) throws Exception {
        Path below = make("below");
        Path upper = make("upper");
        Path copied = make("copied");
        Path changes = make("changes");
        try (Dir original = Dir.open(below)) {
            Random chance = new Random(seed);
            for (int i = 0; i < DONE; i++) {
                act(original, chance, i);
            }
            Instant since;
            Set<Long> several;
            try (Dir copy = Dir.open(copied)) {
                several = TreeCopy.copy(original, copy);
                try (Dir clock = Dir.open(folder)) {
                    since = CopiedChanges.now(clock);
                }
                Random again = new Random(-seed);
                for (int i = 0; i < DONE; i++) {
                    act(copy, again, i);
                }
                try (Dir to = Dir.open(changes)) {
                    new CopiedChanges(since, false, several).move(copy, original, to);
                }
            }
            try (Dir own = Dir.open(upper)) {
                TreeCopy.same(original, own);
            }
            try (Dir merged = Overlay.mount(List.of(below), upper, make("work"))) {
                Random again = new Random(-seed);
                for (int i = 0; i < DONE; i++) {
                    act(merged, again, i);
                }
            }
            assertThat(tar(changes, original)).isEqualTo(tar(upper, original));
        }
    }

    private static Digest tar(Path tree, Dir below) throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        try (Dir own = Dir.open(tree)) {
            TreeTar.write(own, below, digester.outputStream());
        }
        return digester.digest();
    }

    /// One thing, which leaves times that don't hang on when it was done.
    private static void act(Dir root, Random chance, int step) throws IOException {
        List<Name> folders = new ArrayList<>(List.of(Name.of("")));
        List<Name> files = new ArrayList<>();
        walk(root, Name.of(""), folders, files);
        Name parent = folders.get(chance.nextInt(folders.size()));
        Name fresh = parent.child(Name.of("n" + chance.nextInt(12)));
        Name file = files.isEmpty() ? fresh : files.get(chance.nextInt(files.size()));
        Stat there = root.statOrNull(fresh);
        switch (chance.nextInt(9)) {
            case 0, 1 -> {
                if (there == null || !there.isDirectory()) {
                    root.deleteTree(fresh);
                    write(root, fresh, step);
                }
            }
            case 2 -> {
                if (there == null) {
                    root.mkdir(fresh, 0755);
                    root.setTimes(fresh, step, 0);
                }
            }
            case 3 -> {
                root.deleteTree(fresh);
                root.mkdir(fresh, 0711);
                root.setTimes(fresh, step, 0);
            }
            case 4 -> root.deleteTree(fresh);
            case 5 -> {
                if (there == null) {
                    root.symlink(Name.of("to" + step), fresh);
                    root.chown(fresh, step, step);
                    root.setTimes(fresh, step, 0);
                }
            }
            case 6 -> {
                if (root.statOrNull(file) != null) {
                    root.chown(file, step, 1);
                }
            }
            case 7 -> {
                // To another name, over whatever file is there.
                if (root.statOrNull(file) != null
                        && !file.equals(fresh)
                        && (there == null || !there.isDirectory())) {
                    root.rename(file, root, fresh);
                    dated(root, file.parent());
                }
            }
            case 8 -> {
                Stat stat = root.statOrNull(file);
                if (stat != null && stat.isRegular()) {
                    root.setXattr(file, "user.step", new byte[] {(byte) step});
                    root.chmod(file, 0600 + chance.nextInt(0100));
                } else {
                    var _ = chance.nextInt(0100);
                }
            }
            default -> throw new IllegalStateException();
        }
        dated(root, parent);
    }

    private static void dated(Dir root, @org.jspecify.annotations.Nullable Name folder)
            throws PosixException {
        if (folder == null || folder.isEmpty()) {
            root.setTimesSelf(5, 0);
        } else {
            root.setTimes(folder, 5, 0);
        }
    }

    private static void write(Dir root, Name name, int step) throws IOException {
        try (OpenFile file = root.create(name, 0644)) {
            byte[] content = ("step " + step).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            file.write(content, 0, content.length);
        }
        root.setTimes(name, step, 0);
    }

    private static void walk(Dir root, Name path, List<Name> folders, List<Name> files)
            throws IOException {
        try (Dir here = path.isEmpty() ? root.duplicate() : root.openDir(path)) {
            for (DirEntry each : here.list()) {
                Name child = path.child(each.name());
                if (here.stat(each.name()).isDirectory()) {
                    folders.add(child);
                    walk(root, child, folders, files);
                } else {
                    files.add(child);
                }
            }
        }
    }
}
