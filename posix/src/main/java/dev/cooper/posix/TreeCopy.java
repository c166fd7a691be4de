// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/// Copies a tree with all that belongs to its files: owners, modes, attributes, times, devices,
/// records.
///
/// Each name of a file with several becomes a file of its own: so it does in an overlay, once one of
/// them is written to.
public final class TreeCopy {
    private static final int MOST_DEPTH = 4000;

    private TreeCopy() {}

    /// What is in `from`, and `from` itself, into `to`, which is empty.
    public static void copy(Dir from, Dir to) throws PosixException {
        folder(from, to, false, 0);
    }

    /// As [#copy], with one inode for each file in both trees, where the file system allows that:
    /// neither may be written to any more.
    public static void link(Dir from, Dir to) throws PosixException {
        folder(from, to, true, 0);
    }

    private static void folder(Dir from, Dir to, boolean link, int depth) throws PosixException {
        if (depth > MOST_DEPTH) {
            throw new PosixException(
                    "copy", Errno.ENAMETOOLONG.code(), "", "folders are nested too deep to copy");
        }
        for (DirEntry each : from.list()) {
            if (each.type() == FileType.DIRECTORY) {
                to.mkdir(each.name(), 0700);
                try (Dir in = from.openDir(each.name());
                        Dir out = to.openDir(each.name())) {
                    folder(in, out, link, depth + 1);
                }
            } else {
                file(from, each.name(), to, link);
            }
        }
        same(from, to);
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
