// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Copies a tree with all that belongs to its files: owners, modes, attributes, times, devices,
/// records; files with several names have them in the copy too. Used for one tree, by one thread.
public final class TreeCopy {
    private static final int MOST_DEPTH = 4000;

    private final Dir root;
    private final boolean link;
    private final Map<Long, Name> firstNames = new HashMap<>();
    private final Set<Long> several = new HashSet<>();

    private TreeCopy(Dir root, boolean link) {
        this.root = root;
        this.link = link;
    }

    /// What is in `from`, and `from` itself, into `to`, which is empty.
    ///
    /// @return the inode numbers, in the copy, of files that have several names there
    public static Set<Long> copy(Dir from, Dir to) throws PosixException {
        TreeCopy copy = new TreeCopy(to, false);
        copy.folder(from, to, Name.of(""), 0);
        return copy.several;
    }

    /// As [#copy], with one inode for each file in both trees, where the file system allows that:
    /// neither may be written to any more.
    public static void link(Dir from, Dir to) throws PosixException {
        new TreeCopy(to, true).folder(from, to, Name.of(""), 0);
    }

    private void folder(Dir from, Dir to, Name path, int depth) throws PosixException {
        if (depth > MOST_DEPTH) {
            throw new PosixException(
                    "copy", Errno.ENAMETOOLONG.code(), "", "folders are nested too deep to copy");
        }
        for (DirEntry each : from.list()) {
            Name name = each.name();
            if (each.type() == FileType.DIRECTORY) {
                to.mkdir(name, 0700);
                try (Dir in = from.openDir(name);
                        Dir out = to.openDir(name)) {
                    folder(in, out, path.child(name), depth + 1);
                }
            } else if (link) {
                file(from, name, to, true);
            } else {
                copied(from, name, to, path.child(name));
            }
        }
        same(from, to);
    }

    private void copied(Dir from, Name name, Dir to, Name path) throws PosixException {
        Stat stat = from.stat(name);
        Name first = stat.nlink() > 1 ? firstNames.putIfAbsent(stat.ino(), path) : null;
        if (first == null) {
            file(from, name, to, false);
        } else {
            to.link(root, first, name);
            several.add(to.stat(name).ino());
        }
    }

    /// Gives a folder all that another one has besides what is in it.
    public static void same(Dir from, Dir to) throws PosixException {
        Stat stat = from.self();
        to.chownSelf(stat.uid(), stat.gid());
        to.chmodSelf(stat.permissions());
        SortedMap<String, byte[]> wanted = from.xattrsSelf();
        for (String each : to.xattrsSelf().keySet()) {
            if (!wanted.containsKey(each) && isOurs(each)) {
                to.removeXattrSelf(each);
            }
        }
        for (Map.Entry<String, byte[]> each : wanted.entrySet()) {
            if (isOurs(each.getKey())) {
                to.setXattrSelf(each.getKey(), each.getValue());
            }
        }
        to.adoptLinks(from);
        to.setTimesSelf(stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /// Copies, or links, what is no folder. What hides a file in an overlay is a file like others.
    public static void file(Dir from, Name name, Dir to, boolean link) throws PosixException {
        if (link) {
            try {
                to.link(from, name, name);
                return;
            } catch (PosixException e) {
                if (!e.is(Errno.EMLINK) && !e.is(Errno.EPERM) && !e.is(Errno.EXDEV)) {
                    throw e;
                }
            }
        }
        Stat stat = from.stat(name);
        switch (stat.type()) {
            case REGULAR -> {
                try (OpenFile in = from.openFile(name);
                        OpenFile out = to.create(name, 0600)) {
                    in.copyTo(out);
                }
            }
            case SYMLINK -> to.symlink(from.readlink(name), name);
            case CHARACTER, BLOCK, FIFO, SOCKET -> to.mknod(name, stat.mode(), stat.rdev());
            case DIRECTORY -> throw new IllegalArgumentException(name + " is a folder");
        }
        if (stat.isWhiteout()) {
            return;
        }
        to.chown(name, stat.uid(), stat.gid());
        if (!stat.isSymlink()) {
            to.chmod(name, stat.permissions());
        }
        for (Map.Entry<String, byte[]> each : new HashMap<>(from.xattrs(name)).entrySet()) {
            if (isOurs(each.getKey())) {
                to.setXattr(name, each.getKey(), each.getValue());
            }
        }
        to.setTimes(name, stat.mtimeSeconds(), stat.mtimeNanos());
    }

    /// Neither the notes of an overlay nor the labels of the host's security modules.
    private static boolean isOurs(String name) {
        return name.equals("security.capability")
                || (name.startsWith("user.") && !name.startsWith("user.overlay."))
                || (name.startsWith("trusted.") && !name.startsWith("trusted.overlay."));
    }
}
