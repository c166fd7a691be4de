// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.FileChange.Aspect;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Compares two merged trees of one store, folder by folder, and holds no more than the folders on
/// the way. A file that both have from one layer is one file of the disk, by its inode, and isn't
/// read; others are, if they have the same size.
final class TreeDiff {
    private static final int BUFFER = 1 << 16;

    private record Level(
            Name path, @Nullable Dir before, @Nullable Dir after, Iterator<Name> left) {
        void close() {
            if (before != null) {
                before.close();
            }
            if (after != null) {
                after.close();
            }
        }
    }

    private final boolean times;
    private final Consumer<FileChange> changes;

    private TreeDiff(boolean times, Consumer<FileChange> changes) {
        this.times = times;
        this.changes = changes;
    }

    /// @param times whether another time of the last change is a difference
    /// @param changes hears of folders before what is in them
    static void between(Dir before, Dir after, boolean times, Consumer<FileChange> changes)
            throws IOException, InterruptedException {
        new TreeDiff(times, changes).walk(before.duplicate(), after.duplicate());
    }

    private void walk(Dir before, Dir after) throws IOException, InterruptedException {
        List<Level> open = new ArrayList<>();
        try {
            open.add(level(Name.of(""), before, after));
            while (!open.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Level level = open.getLast();
                if (!level.left().hasNext()) {
                    open.removeLast().close();
                } else {
                    Level deeper = child(level, level.left().next());
                    if (deeper != null) {
                        open.add(deeper);
                    }
                }
            }
        } finally {
            open.forEach(Level::close);
        }
    }

    /// Takes both folders over.
    private static Level level(Name path, @Nullable Dir before, @Nullable Dir after)
            throws IOException {
        Level level = new Level(path, before, after, List.<Name>of().iterator());
        try {
            TreeSet<Name> names = new TreeSet<>();
            for (Dir each : new Dir[] {before, after}) {
                if (each != null) {
                    for (DirEntry entry : each.list()) {
                        names.add(entry.name());
                    }
                }
            }
            return new Level(path, before, after, names.iterator());
        } catch (IOException e) {
            level.close();
            throw e;
        }
    }

    private @Nullable Level child(Level level, Name name) throws IOException, InterruptedException {
        Name path = level.path().child(name);
        Stat first = level.before() == null ? null : level.before().statOrNull(name);
        Stat second = level.after() == null ? null : level.after().statOrNull(name);
        if (first != null && second != null && level.before() != null && level.after() != null) {
            Set<Aspect> aspects = compare(level.before(), first, level.after(), second, name);
            if (!aspects.isEmpty()) {
                tell(path, first, second, aspects);
            }
        } else if (first != null || second != null) {
            tell(path, first, second, Set.of());
        }
        Dir before = null;
        try {
            before = folder(level.before(), first, name);
            Dir after = folder(level.after(), second, name);
            return before == null && after == null ? null : level(path, before, after);
        } catch (IOException e) {
            if (before != null) {
                before.close();
            }
            throw e;
        }
    }

    private static @Nullable Dir folder(@Nullable Dir parent, @Nullable Stat stat, Name name)
            throws IOException {
        return parent != null && stat != null && stat.isDirectory() ? parent.openDir(name) : null;
    }

    private void tell(Name path, @Nullable Stat before, @Nullable Stat after, Set<Aspect> aspects) {
        changes.accept(
                new FileChange(
                        "/" + path.text(),
                        Optional.ofNullable(before).map(StatFacts::of),
                        Optional.ofNullable(after).map(StatFacts::of),
                        aspects));
    }

    private Set<Aspect> compare(Dir before, Stat first, Dir after, Stat second, Name name)
            throws IOException, InterruptedException {
        if (isOne(first, second)) {
            return Set.of();
        }
        EnumSet<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        if (first.type() != second.type()) {
            aspects.add(Aspect.TYPE);
        } else {
            switch (first.type()) {
                case REGULAR -> {
                    if (first.size() != second.size() || !sameBytes(before, after, name)) {
                        aspects.add(Aspect.CONTENT);
                    }
                }
                case SYMLINK -> {
                    if (!before.readlink(name).equals(after.readlink(name))) {
                        aspects.add(Aspect.TARGET);
                    }
                }
                case CHARACTER, BLOCK -> {
                    if (first.rdev() != second.rdev()) {
                        aspects.add(Aspect.DEVICE);
                    }
                }
                case DIRECTORY, FIFO, SOCKET -> {
                    // Nothing more to compare.
                }
            }
        }
        if (first.permissions() != second.permissions()) {
            aspects.add(Aspect.MODE);
        }
        if (first.uid() != second.uid() || first.gid() != second.gid()) {
            aspects.add(Aspect.OWNER);
        }
        if (!sameAttributes(before.xattrs(name), after.xattrs(name))) {
            aspects.add(Aspect.ATTRIBUTES);
        }
        if (times
                && (first.mtimeSeconds() != second.mtimeSeconds()
                        || first.mtimeNanos() != second.mtimeNanos())) {
            aspects.add(Aspect.TIME);
        }
        return aspects;
    }

    /// Overlayfs hands on the inodes of files, and all layers lie on one file system.
    private static boolean isOne(Stat a, Stat b) {
        return a.isRegular()
                && b.isRegular()
                && a.ino() == b.ino()
                && a.size() == b.size()
                && a.ctimeSeconds() == b.ctimeSeconds()
                && a.ctimeNanos() == b.ctimeNanos()
                && a.mtimeSeconds() == b.mtimeSeconds()
                && a.mtimeNanos() == b.mtimeNanos();
    }

    private static boolean sameBytes(Dir before, Dir after, Name name)
            throws IOException, InterruptedException {
        try (OpenFile first = before.openFile(name);
                OpenFile second = after.openFile(name);
                InputStream a = first.inputStream();
                InputStream b = second.inputStream()) {
            byte[] left = new byte[BUFFER];
            byte[] right = new byte[BUFFER];
            while (true) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                int n = a.readNBytes(left, 0, BUFFER);
                if (b.readNBytes(right, 0, BUFFER) != n
                        || !Arrays.equals(left, 0, n, right, 0, n)) {
                    return false;
                }
                if (n < BUFFER) {
                    return true;
                }
            }
        }
    }

    private static boolean sameAttributes(
            SortedMap<String, byte[]> before, SortedMap<String, byte[]> after) {
        Map<String, byte[]> rest = new TreeMap<>(after);
        rest.keySet().removeIf(TreeDiff::isOverlays);
        for (var each : before.entrySet()) {
            if (!isOverlays(each.getKey())
                    && !Arrays.equals(each.getValue(), rest.remove(each.getKey()))) {
                return false;
            }
        }
        return rest.isEmpty();
    }

    private static boolean isOverlays(String attribute) {
        return attribute.startsWith("trusted.overlay.") || attribute.startsWith("user.overlay.");
    }
}
