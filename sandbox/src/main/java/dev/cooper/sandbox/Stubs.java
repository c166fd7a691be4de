// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Places that were made in a tree only so that something can be mounted there, and how to take
/// them away again: what the program made is to be all that is left.
///
/// Making a file in an overlay also copies the folders above it into the upper tree; those that
/// came that way and hold nothing else go too. The times of folders are kept throughout, so that
/// neither the program nor a layer made of the tree sees that anything was there.
final class Stubs {
    private static final int FOLDER_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final String OPAQUE = Overlay.OPAQUE;
    private static final String OVERLAY_XATTRS = OPAQUE.replace("opaque", "");

    /// @param stat in the written tree, as made
    private record Made(Name path, Stat stat) {}

    /// @param stat in the merged view, before
    private record CopiedUp(Name path, Stat stat, SortedMap<String, byte[]> xattrs) {}

    private final Path tree;
    private final List<Made> made = new ArrayList<>();
    private final List<CopiedUp> copiedUp = new ArrayList<>();

    /// @param tree where what is made really lands: the upper tree of an overlay
    Stubs(Path tree) {
        this.tree = tree;
    }

    /// Makes `path` and whatever is missing above it.
    ///
    /// @param view the merged view of the tree
    /// @param from how many of the components are there already
    void make(Dir view, Name path, int from, boolean folder) throws IOException {
        List<Name> parts = path.components();
        try (Dir written = Dir.open(tree)) {
            for (int i = 1; i <= from; i++) {
                Name above = Name.join(parts.subList(0, i));
                if (written.statOrNull(above) == null) {
                    copiedUp.add(new CopiedUp(above, view.stat(above), view.xattrs(above)));
                }
            }
            for (int i = from + 1; i <= parts.size(); i++) {
                Name each = Name.join(parts.subList(0, i));
                keepingTime(
                        view, each.parent(), () -> place(view, each, folder || !each.equals(path)));
                made.add(new Made(each, written.stat(each)));
            }
        }
    }

    private static void place(Dir view, Name path, boolean folder) throws PosixException {
        if (folder) {
            view.mkdir(path, FOLDER_MODE);
        } else {
            view.create(path, FILE_MODE).close();
        }
    }

    /// From now on `path` and all above it were wanted.
    void keep(Name path) {
        made.removeIf(each -> Layer.isAtOrBelow(each.path(), path));
        copiedUp.removeIf(each -> Layer.isAtOrBelow(each.path(), path));
    }

    /// Takes away what nobody has touched. The tree must be mounted nowhere.
    void remove() throws IOException {
        if (made.isEmpty()) {
            return;
        }
        try (Dir written = Dir.open(tree)) {
            for (Made each : made.reversed()) {
                Stat now = written.statOrNull(each.path());
                if (now != null && isUntouched(now, each.stat())) {
                    keepingTime(
                            written,
                            each.path().parent(),
                            () -> removeOne(written, each.path(), now));
                }
            }
            for (CopiedUp each : copiedUp.reversed()) {
                Stat now = written.statOrNull(each.path());
                if (now != null && isUnchanged(written, now, each)) {
                    keepingTime(
                            written,
                            each.path().parent(),
                            () -> removeOne(written, each.path(), now));
                }
            }
        }
        made.clear();
        copiedUp.clear();
    }

    private static boolean isUntouched(Stat now, Stat then) {
        return now.isSameFile(then)
                && now.mode() == then.mode()
                && now.uid() == then.uid()
                && now.gid() == then.gid()
                && (now.isDirectory() || (now.size() == 0 && now.nlink() == 1));
    }

    private static boolean isUnchanged(Dir written, Stat now, CopiedUp then) throws PosixException {
        SortedMap<String, byte[]> xattrs = new TreeMap<>(written.xattrs(then.path()));
        if (xattrs.containsKey(OPAQUE)) {
            return false;
        }
        xattrs.keySet().removeIf(each -> each.startsWith(OVERLAY_XATTRS));
        return now.mode() == then.stat().mode()
                && now.uid() == then.stat().uid()
                && now.gid() == then.stat().gid()
                && now.mtimeSeconds() == then.stat().mtimeSeconds()
                && now.mtimeNanos() == then.stat().mtimeNanos()
                && same(xattrs, then.xattrs());
    }

    private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream()
                        .allMatch(each -> Arrays.equals(each.getValue(), b.get(each.getKey())));
    }

    private static void removeOne(Dir dir, Name path, Stat stat) throws PosixException {
        if (!stat.isDirectory()) {
            dir.unlink(path);
            return;
        }
        try {
            dir.rmdir(path);
        } catch (PosixException e) {
            if (!e.is(Errno.ENOTEMPTY)) {
                throw e;
            }
        }
    }

    private interface Change {
        void run() throws PosixException;
    }

    private static void keepingTime(Dir dir, @Nullable Name folder, Change change)
            throws PosixException {
        Stat before = folder == null ? dir.self() : dir.stat(folder);
        change.run();
        if (folder == null) {
            dir.setTimesSelf(before.mtimeSeconds(), before.mtimeNanos());
        } else {
            dir.setTimes(folder, before.mtimeSeconds(), before.mtimeNanos());
        }
    }
}
