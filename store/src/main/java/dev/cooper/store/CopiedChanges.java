// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.posix.TreeCopy;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds out what was done to a copy of a tree, and puts it in overlay form: what an overlay's
/// upper directory would hold.
///
/// An overlay takes up whatever is touched, were it as before. So the time of a file's last change,
/// which no program can set, says whether it belongs to the changes; for folders, whether what they
/// say of themselves is another now; and a folder that was made anew hides the old one.
///
/// Where the copy has links to the very files of the original, those that are still the same are
/// unchanged, and nobody but Cooper has been at the folders: their time counts too.
final class CopiedChanges {
    private static final byte[] YES = {'y'};
    private static final Set<String> HIDDEN = Set.of("hosts", "hostname", "resolv.conf");

    private final Instant copied;
    private final boolean linked;
    private final Set<Long> several;

    /// @param copied what [#now] said when the copy was made
    /// @param linked whether it is a copy of links
    /// @param several the inodes of the copy that have several names: what is done to one of these
    ///   shows in the times of all
    CopiedChanges(Instant copied, boolean linked, Set<Long> several) {
        this.copied = copied;
        this.linked = linked;
        this.several = several;
    }

    /// The time after which a change to a file in `folder` is one. Waits until the file system's
    /// clock has gone on, a few milliseconds.
    static Instant now(Dir folder) throws IOException {
        Instant now = touch(folder);
        while (!touch(folder).isAfter(now)) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("interrupted while a tree was copied");
            }
        }
        return now;
    }

    private static Instant touch(Dir folder) throws PosixException {
        Name name = Name.of("clock");
        folder.create(name, 0600).close();
        Instant time = folder.stat(name).changed();
        folder.unlink(name);
        return time;
    }

    /// Moves what was changed out of the copy, which is of no use afterwards.
    void move(Dir copy, Dir original, Dir changes) throws PosixException {
        folder(copy, original, new Target(null, Name.of(""), changes));
    }

    /// A folder among the changes, made when something is put into it.
    private static final class Target implements AutoCloseable {
        private final @Nullable Target above;
        private final Name name;
        private @Nullable Dir dir;

        Target(@Nullable Target above, Name name, @Nullable Dir dir) {
            this.above = above;
            this.name = name;
            this.dir = dir;
        }

        Dir dir() throws PosixException {
            Dir made = dir;
            if (made == null) {
                if (above == null) {
                    throw new IllegalStateException("the root is always there");
                }
                above.dir().mkdir(name, 0700);
                made = above.dir().openDir(name);
                dir = made;
            }
            return made;
        }

        /// Whether this is a file that no program gets to see: it has another one there, which may
        /// be put there and taken away for it.
        boolean holdsOthers(Name file) {
            return above != null
                    && above.above == null
                    && name.equals(Name.of("etc"))
                    && HIDDEN.contains(file.text());
        }

        boolean isMade() {
            return dir != null;
        }

        @Override
        public void close() {
            if (above != null && dir != null) {
                dir.close();
            }
        }
    }

    private void folder(Dir copy, Dir original, Target target) throws PosixException {
        Stat now = copy.self();
        boolean differs = differs(now, copy, original) || (linked && now.changed().isAfter(copied));
        Set<Name> left = new HashSet<>();
        List<Name> gone = new ArrayList<>();
        for (DirEntry each : copy.list()) {
            left.add(each.name());
        }
        for (DirEntry each : original.list()) {
            if (!left.contains(each.name())) {
                gone.add(each.name());
            }
        }
        for (DirEntry each : copy.list()) {
            entry(copy, each, original, target);
        }
        for (Name each : gone) {
            target.dir().mknod(each, FileType.CHARACTER.bits(), 0);
        }
        if (differs || target.isMade()) {
            TreeCopy.same(copy, target.dir());
            // What was moved out of it has changed its time.
            target.dir().setTimesSelf(now.mtimeSeconds(), now.mtimeNanos());
        }
    }

    private void entry(Dir copy, DirEntry entry, Dir original, Target target)
            throws PosixException {
        Name name = entry.name();
        Stat stat = copy.stat(name);
        Stat before = original.statOrNull(name);
        if (before == null || before.type() != stat.type()) {
            copy.rename(name, target.dir(), name);
        } else if (!stat.isDirectory()) {
            if (isChanged(
                    stat, before, !target.holdsOthers(name) && !several.contains(stat.ino()))) {
                copy.rename(name, target.dir(), name);
            }
        } else if (isNew(copy, name)) {
            copy.rename(name, target.dir(), name);
            target.dir().setXattr(name, LayerXattrs.OPAQUE, YES);
        } else {
            try (Dir own = copy.openDir(name);
                    Dir old = original.openDir(name);
                    Target inner = new Target(target, name, null)) {
                folder(own, old, inner);
            }
        }
    }

    /// The clock may have been set back meanwhile: what differs counts too.
    private boolean isChanged(Stat now, Stat before, boolean seen) {
        if (linked) {
            return !now.isSameFile(before);
        }
        return (seen && now.changed().isAfter(copied))
                || now.mode() != before.mode()
                || now.uid() != before.uid()
                || now.gid() != before.gid()
                || now.size() != before.size()
                || now.mtimeSeconds() != before.mtimeSeconds()
                || now.mtimeNanos() != before.mtimeNanos();
    }

    private boolean isNew(Dir copy, Name name) throws PosixException {
        Instant born = copy.born(name);
        return born != null && born.isAfter(copied);
    }

    private static boolean differs(Stat now, Dir copy, Dir original) throws PosixException {
        Stat before = original.self();
        return now.mode() != before.mode()
                || now.uid() != before.uid()
                || now.gid() != before.gid()
                || now.mtimeSeconds() != before.mtimeSeconds()
                || now.mtimeNanos() != before.mtimeNanos()
                || !same(belonging(copy.xattrsSelf()), belonging(original.xattrsSelf()));
    }

    private static SortedMap<String, byte[]> belonging(Map<String, byte[]> all) {
        SortedMap<String, byte[]> kept = new TreeMap<>(all);
        kept.keySet().removeIf(each -> !LayerXattrs.belongs(each));
        return kept;
    }

    private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream()
                        .allMatch(each -> Arrays.equals(each.getValue(), b.get(each.getKey())));
    }
}
