// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an upper directory makes of the tree below it, as `docker diff` tells it: a file that was
/// written is changed, whether or not other bytes came of it; a folder is if its time, mode or
/// owner is another, or something in it came or went.
///
/// Where there are no overlays, the tree is a copy of the one below, and a file that is as it was
/// there, by owner, mode, size and time, counts as unchanged.
///
/// The upper directory may change meanwhile; what vanishes is left out. It is walked by open
/// folders, links are never followed.
public final class TreeChanges {
    /// One change.
    ///
    /// @param path from the root, without a slash in front
    public record TreeChange(Name path, LayerWalk.Change kind) {}

    private record Level(Name path, Dir own, @Nullable Dir below, Iterator<Name> left) {
        void close() {
            own.close();
            if (below != null) {
                below.close();
            }
        }
    }

    private final Map<Name, LayerWalk.Change> changes = new LinkedHashMap<>();

    private final boolean whole;

    private TreeChanges(boolean whole) {
        this.whole = whole;
    }

    /// @param own left open
    /// @param below the merged tree that `own` lies over, left open; null for none
    /// @return folders before what is in them, the names of one folder in bytewise order
    public static List<TreeChange> of(Dir own, @Nullable Dir below)
            throws IOException, InterruptedException {
        return of(own, below, false);
    }

    /// As [#of(Dir, Dir)].
    ///
    /// @param whole whether `own` began as a copy of `below`, which it doesn't lie over
    static List<TreeChange> of(Dir own, @Nullable Dir below, boolean whole)
            throws IOException, InterruptedException {
        TreeChanges found = new TreeChanges(whole);
        if (whole && below != null) {
            found.deleted(Name.of(""), own, below);
        }
        found.walk(own.duplicate(), below == null ? null : below.duplicate());
        return found.changes.entrySet().stream()
                .map(each -> new TreeChange(each.getKey(), each.getValue()))
                .toList();
    }

    private void walk(Dir own, @Nullable Dir below) throws IOException, InterruptedException {
        List<Level> open = new ArrayList<>();
        try {
            open.add(level(Name.of(""), own, below));
            while (!open.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Level level = open.getLast();
                if (!level.left().hasNext()) {
                    open.removeLast().close();
                    continue;
                }
                try {
                    Level deeper = child(level, level.left().next());
                    if (deeper != null) {
                        open.add(deeper);
                    }
                } catch (PosixException e) {
                    if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
                        throw e;
                    }
                }
            }
        } finally {
            open.forEach(Level::close);
        }
    }

    private static Level level(Name path, Dir own, @Nullable Dir below) throws IOException {
        try {
            List<Name> names = new ArrayList<>();
            for (DirEntry each : own.list()) {
                names.add(each.name());
            }
            return new Level(path, own, below, names.iterator());
        } catch (IOException e) {
            own.close();
            if (below != null) {
                below.close();
            }
            throw e;
        }
    }

    private @Nullable Level child(Level level, Name name) throws IOException {
        Stat stat = level.own().stat(name);
        Stat before = level.below() == null ? null : level.below().statOrNull(name);
        Name path = level.path().child(name);
        if (stat.isWhiteout()) {
            if (before != null) {
                changed(level.path());
                changes.put(path, LayerWalk.Change.DELETED);
            }
            return null;
        }
        if (before == null) {
            changed(level.path());
            changes.put(path, LayerWalk.Change.ADDED);
        } else if (isChanged(stat, before)) {
            changed(path);
        }
        if (!stat.isDirectory()) {
            return null;
        }
        boolean merged = before != null && before.isDirectory();
        Dir own = level.own().openDir(name);
        Dir below = null;
        try {
            below = merged && level.below() != null ? level.below().openDir(name) : null;
            if (below != null && (whole || LayerXattrs.isOpaque(level.own().xattrs(name)))) {
                deleted(path, own, below);
            }
        } catch (IOException e) {
            own.close();
            if (below != null) {
                below.close();
            }
            throw e;
        }
        return level(path, own, below);
    }

    private void deleted(Name path, Dir own, Dir below) throws IOException {
        for (DirEntry each : below.list()) {
            if (own.statOrNull(each.name()) == null) {
                changed(path);
                changes.put(path.child(each.name()), LayerWalk.Change.DELETED);
            }
        }
    }

    private boolean isChanged(Stat stat, Stat before) {
        if (stat.isDirectory() && before.isDirectory()) {
            return !isAlike(stat, before);
        }
        return !whole
                || stat.type() != before.type()
                || stat.size() != before.size()
                || !isAlike(stat, before);
    }

    private static boolean isAlike(Stat a, Stat b) {
        return a.mode() == b.mode()
                && a.uid() == b.uid()
                && a.gid() == b.gid()
                && a.mtimeSeconds() == b.mtimeSeconds()
                && a.mtimeNanos() == b.mtimeNanos();
    }

    /// Not what is new anyway.
    private void changed(Name path) {
        if (!path.isEmpty()) {
            changes.putIfAbsent(path, LayerWalk.Change.CHANGED);
        }
    }
}
