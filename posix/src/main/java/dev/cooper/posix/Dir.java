// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An open directory; every operation is relative to it, so that nobody can swap the way to it
/// meanwhile.
///
/// A *child* is a relative path without a symbolic link on it (openat2(2), RESOLVE_BENEATH and
/// RESOLVE_NO_SYMLINKS where it is opened); what it names is acted on itself, never what a link
/// there points to. The `resolve…` methods take any path and follow links with this directory as
/// their root (RESOLVE_IN_ROOT): `..` and absolute links can't leave it. Magic links of /proc are
/// never followed.
///
/// Safe for several threads; closing while another thread uses it is a mistake of the caller's.
public final class Dir implements AutoCloseable {
    private static final long BENEATH =
            LibC.RESOLVE_BENEATH | LibC.RESOLVE_NO_SYMLINKS | LibC.RESOLVE_NO_MAGICLINKS;
    private static final long IN_ROOT = LibC.RESOLVE_IN_ROOT | LibC.RESOLVE_NO_MAGICLINKS;
    private static final int MOST_LINKS = 40;
    private static final int RENAME_NOREPLACE = 1;

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Takes ownership of the descriptor.
    Dir(int fd) {
        this.fd = fd;
    }

    /// Opens a directory of the host; links are followed.
    public static Dir open(Path path) throws PosixException {
        Name name = Name.of(path.toString().isEmpty() ? "." : path.toString());
        return new Dir(
                Calls.opened(
                        Calls.open(LibC.AT_FDCWD, name, LibC.O_RDONLY | LibC.O_DIRECTORY, 0, 0),
                        name));
    }

    public Dir openDir(Name child) throws PosixException {
        return directory(child, BENEATH);
    }

    public Dir resolveDir(Name path) throws PosixException {
        return directory(path, IN_ROOT);
    }

    private Dir directory(Name path, long resolve) throws PosixException {
        long flags =
                LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW * (resolve == BENEATH ? 1 : 0);
        return new Dir(Calls.opened(Calls.open(fd, path, flags, 0, resolve), path));
    }

    /// Opens a regular file for reading; anything else is EINVAL and is not opened.
    public OpenFile openFile(Name child) throws PosixException {
        return Calls.regular(fd, child, BENEATH);
    }

    /// As [#openFile], links followed inside this directory.
    public OpenFile resolveFile(Name path) throws PosixException {
        return Calls.regular(fd, path, IN_ROOT);
    }

    /// Of what `path` leads to, links followed inside this directory.
    public Stat resolveStat(Name path) throws PosixException {
        int handle = Calls.opened(Calls.open(fd, path, LibC.O_PATH, 0, IN_ROOT), path);
        try {
            return Calls.stat(handle, path);
        } finally {
            Calls.close(handle);
        }
    }

    /// Null if there is nothing (ENOENT, ENOTDIR).
    public @Nullable Stat resolveStatOrNull(Name path) throws PosixException {
        long handle = Calls.open(fd, path, LibC.O_PATH, 0, IN_ROOT);
        if (handle == -Errno.ENOENT.code() || handle == -Errno.ENOTDIR.code()) {
            return null;
        }
        int opened = Calls.opened(handle, path);
        try {
            return Calls.stat(opened, path);
        } finally {
            Calls.close(opened);
        }
    }

    /// The path below this directory, free of links, that `path` leads to; empty for the directory
    /// itself.
    ///
    /// @throws PosixException ENOENT if it leads to nothing, ELOOP after 40 links
    public Name realPath(Name path) throws PosixException {
        Deque<Name> ahead = new ArrayDeque<>(path.components());
        List<Name> done = new ArrayList<>();
        int links = 0;
        while (!ahead.isEmpty()) {
            Name next = ahead.pop();
            if (next.equals(Name.of(".."))) {
                if (!done.isEmpty()) {
                    done.removeLast();
                }
                continue;
            }
            done.add(next);
            Name here = Name.join(done);
            Stat stat = stat(here);
            if (stat.isSymlink()) {
                if (++links > MOST_LINKS) {
                    throw new PosixException("realpath", Errno.ELOOP.code(), path.toString());
                }
                Name target = readlink(here);
                done.removeLast();
                if (target.isAbsolute()) {
                    done.clear();
                }
                target.components().reversed().forEach(ahead::push);
            } else if (!ahead.isEmpty() && !stat.isDirectory()) {
                throw new PosixException("realpath", Errno.ENOTDIR.code(), here.toString());
            }
        }
        return Name.join(done);
    }

    /// Makes a new file for writing, with exactly this mode whatever the umask.
    public OpenFile create(Name child, int mode) throws PosixException {
        long flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW;
        int made = Calls.opened(Calls.open(fd, child, flags, mode, BENEATH), child);
        OpenFile file = new OpenFile(made, child.toString());
        try {
            file.chmod(mode);
            return file;
        } catch (PosixException e) {
            file.close();
            throw e;
        }
    }

    /// Makes a new file for writing, readable for its owner at most: its mode is for the caller to
    /// set when it is complete.
    public OpenFile createPrivate(Name child) throws PosixException {
        long flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW;
        int made = Calls.opened(Calls.open(fd, child, flags, 0600, BENEATH), child);
        return new OpenFile(made, child.toString());
    }

    public Stat stat(Name child) throws PosixException {
        Stat stat = statOrNull(child);
        if (stat == null) {
            throw new PosixException("statx", Errno.ENOENT.code(), child.toString());
        }
        return stat;
    }

    /// Null if there is nothing (ENOENT, ENOTDIR).
    public @Nullable Stat statOrNull(Name child) throws PosixException {
        if (!isPath(child)) {
            return Calls.statOrNull(fd, child, 0, child);
        }
        // statx(2) would follow a link on the way.
        long handle =
                Calls.open(
                        fd,
                        child,
                        LibC.O_PATH | LibC.O_NOFOLLOW,
                        0,
                        LibC.RESOLVE_BENEATH | noLinksButLast());
        if (handle == -Errno.ENOENT.code() || handle == -Errno.ENOTDIR.code()) {
            return null;
        }
        if (handle == -Errno.ELOOP.code()) {
            return throughParent(child);
        }
        int opened = Calls.opened(handle, child);
        try {
            Stat stat = Calls.stat(opened, child);
            // Of what can hold no record itself, the folder around it has one.
            return !Records.OWNERS || stat.isRegular() || stat.isDirectory()
                    ? stat
                    : throughParent(child);
        } finally {
            Calls.close(opened);
        }
    }

    private static long noLinksButLast() {
        return LibC.RESOLVE_NO_SYMLINKS | LibC.RESOLVE_NO_MAGICLINKS;
    }

    private @Nullable Stat throughParent(Name child) throws PosixException {
        Name parent = child.parent();
        if (parent == null) {
            return Calls.statOrNull(fd, child, 0, child);
        }
        try (Dir folder = openDir(parent)) {
            return folder.statOrNull(child.fileName());
        }
    }

    /// When it was made, which no program can set; null where the file system doesn't keep that.
    public @Nullable Instant born(Name child) throws PosixException {
        try (Place at = place(child)) {
            return Calls.born(at.fd(), at.name());
        }
    }

    public Stat self() throws PosixException {
        return Calls.stat(fd, "");
    }

    /// Sorted bytewise, without `.` and `..`.
    public List<DirEntry> list() throws PosixException {
        List<DirEntry> entries = new ArrayList<>();
        // A descriptor of its own: reading moves the descriptor's position, which others may share.
        try (Dir own = openDir(Name.of("."))) {
            Scratch scratch = LibC.scratch();
            while (true) {
                long n =
                        LibC.check(
                                "getdents64",
                                LibC.call(
                                        LibC.GETDENTS64,
                                        own.fd,
                                        scratch.buffer.address(),
                                        Scratch.BUFFER),
                                "");
                if (n == 0) {
                    entries.sort((one, other) -> one.name().compareTo(other.name()));
                    return entries;
                }
                List<DirEntry> unknown = new ArrayList<>();
                byte[] all = scratch.copy(0, (int) n);
                for (int at = 0; at < n; at += length(all, at)) {
                    int end = at + 19;
                    while (all[end] != 0) {
                        end++;
                    }
                    Name name = Name.trusted(Arrays.copyOfRange(all, at + 19, end));
                    if (!name.isSelfOrParent()) {
                        int mode = all[at + 18] << 12;
                        (mode == 0 ? unknown : entries)
                                .add(
                                        new DirEntry(
                                                name,
                                                mode == 0
                                                        ? FileType.REGULAR
                                                        : FileType.ofMode(mode)));
                    }
                }
                for (DirEntry each : unknown) {
                    entries.add(new DirEntry(each.name(), stat(each.name()).type()));
                }
            }
        }
    }

    /// The length of an entry of getdents64(2).
    private static int length(byte[] entries, int at) {
        return (entries[at + 16] & 0xff) | (entries[at + 17] & 0xff) << 8;
    }

    /// With exactly this mode whatever the umask.
    public void mkdir(Name child, int mode) throws PosixException {
        try (Place at = place(child)) {
            at.check(
                    "mkdirat",
                    LibC.call(LibC.MKDIRAT, at.fd(), LibC.scratch().name(at.name()), mode & 0777));
            int possible = Records.chmod(at.fd(), at.name(), mode);
            at.check(
                    "fchmodat",
                    LibC.call(LibC.FCHMODAT, at.fd(), LibC.scratch().name(at.name()), possible));
        }
    }

    public void symlink(Name target, Name link) throws PosixException {
        try (Place at = place(link)) {
            Scratch scratch = LibC.scratch();
            at.check(
                    "symlinkat",
                    LibC.call(
                            LibC.SYMLINKAT,
                            scratch.secondName(target),
                            at.fd(),
                            scratch.name(at.name())));
        }
    }

    public Name readlink(Name child) throws PosixException {
        try (Place at = place(child)) {
            return Calls.readlink(at.fd(), at.name());
        }
    }

    /// A hard link to `from` itself, be it a symbolic link.
    public void link(Dir fromDir, Name from, Name to) throws PosixException {
        try (Place old = fromDir.place(from);
                Place at = place(to)) {
            Scratch scratch = LibC.scratch();
            at.check(
                    "linkat",
                    LibC.call(
                            LibC.LINKAT,
                            old.fd(),
                            scratch.secondName(old.name()),
                            at.fd(),
                            scratch.name(at.name()),
                            0));
        }
    }

    /// @param mode type and permissions, exactly, whatever the umask
    public void mknod(Name child, int mode, long rdev) throws PosixException {
        try (Place at = place(child)) {
            long device = oldDevice(rdev);
            long made =
                    LibC.call(LibC.MKNODAT, at.fd(), LibC.scratch().name(at.name()), mode, device);
            FileType type = FileType.ofMode(mode);
            boolean isDevice = type == FileType.CHARACTER || type == FileType.BLOCK;
            if (made == -Errno.EPERM.code() && Records.active() && isDevice) {
                at.dir().create(at.name(), mode & 07777).close();
                Records.device(at.fd(), at.name(), type, rdev);
                return;
            }
            at.check("mknodat", made);
            at.check(
                    "fchmodat",
                    LibC.call(
                            LibC.FCHMODAT, at.fd(), LibC.scratch().name(at.name()), mode & 07777));
        }
    }

    /// The kernel's own form of a device number: 12 bits of major, 20 of minor.
    private static long oldDevice(long rdev) {
        long major = Integer.toUnsignedLong(Stat.major(rdev));
        long minor = Integer.toUnsignedLong(Stat.minor(rdev));
        return (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);
    }

    public void mkfifo(Name child, int mode) throws PosixException {
        mknod(child, 0010000 | mode, 0);
    }

    public void unlink(Name child) throws PosixException {
        remove(child, 0);
    }

    public void rmdir(Name child) throws PosixException {
        remove(child, LibC.AT_REMOVEDIR);
    }

    private void remove(Name child, int flags) throws PosixException {
        try (Place at = place(child)) {
            at.check(
                    "unlinkat",
                    LibC.call(LibC.UNLINKAT, at.fd(), LibC.scratch().name(at.name()), flags));
        }
    }

    /// Removes a file or a whole tree; nothing to remove is fine. Links aren't followed, mount
    /// points are refused by the kernel (EBUSY).
    public void deleteTree(Name child) throws PosixException {
        try (Place at = place(child)) {
            TreeRemoval.remove(at.dir(), at.name());
        }
    }

    public void rename(Name child, Dir to, Name newName) throws PosixException {
        rename(child, to, newName, 0);
    }

    /// EEXIST if there is something of the new name.
    public void renameNoReplace(Name child, Dir to, Name newName) throws PosixException {
        rename(child, to, newName, RENAME_NOREPLACE);
    }

    private void rename(Name child, Dir to, Name newName, int flags) throws PosixException {
        try (Place old = place(child);
                Place at = to.place(newName)) {
            Scratch scratch = LibC.scratch();
            at.check(
                    "renameat2",
                    LibC.call(
                            LibC.RENAMEAT2,
                            old.fd(),
                            scratch.secondName(old.name()),
                            at.fd(),
                            scratch.name(at.name()),
                            flags));
        }
    }

    public void chown(Name child, int uid, int gid) throws PosixException {
        try (Place at = place(child)) {
            if (Records.OWNERS) {
                Records.chown(at.fd(), at.name(), uid, gid);
                return;
            }
            Calls.owned(
                    "fchownat",
                    LibC.call(
                            LibC.FCHOWNAT,
                            at.fd(),
                            LibC.scratch().name(at.name()),
                            uid,
                            gid,
                            LibC.AT_SYMLINK_NOFOLLOW),
                    uid,
                    gid,
                    child);
        }
    }

    /// A symbolic link is refused: EOPNOTSUPP.
    public void chmod(Name child, int mode) throws PosixException {
        int handle =
                Calls.opened(
                        Calls.open(fd, child, LibC.O_PATH | LibC.O_NOFOLLOW, 0, BENEATH), child);
        try {
            if (Calls.stat(handle, child).isSymlink()) {
                throw new PosixException("chmod", Errno.EOPNOTSUPP.code(), child.toString());
            }
            Name handlePath = Name.of("/proc/self/fd/" + handle);
            int possible = Records.chmod(handle, Name.of(""), mode);
            LibC.check(
                    "fchmodat",
                    LibC.call(
                            LibC.FCHMODAT,
                            LibC.AT_FDCWD,
                            LibC.scratch().name(handlePath),
                            possible),
                    child);
        } finally {
            Calls.close(handle);
        }
    }

    /// Modification and access time.
    public void setTimes(Name child, long mtimeSeconds, int mtimeNanos) throws PosixException {
        try (Place at = place(child)) {
            Calls.times(at.fd(), at.name(), mtimeSeconds, mtimeNanos, child);
        }
    }

    public SortedMap<String, byte[]> xattrs(Name child) throws PosixException {
        try (Place at = place(child)) {
            return Calls.xattrs(at.procName());
        }
    }

    public void setXattr(Name child, String name, byte[] value) throws PosixException {
        try (Place at = place(child)) {
            Calls.setXattr(LibC.LSETXATTR, at.procName(), name, value);
        }
    }

    public void removeXattr(Name child, String name) throws PosixException {
        try (Place at = place(child)) {
            Calls.removeXattr(at.procName(), name);
        }
    }

    public void chownSelf(int uid, int gid) throws PosixException {
        if (Records.OWNERS) {
            Records.chown(fd, Name.of(""), uid, gid);
            return;
        }
        Calls.owned("fchown", LibC.call(LibC.FCHOWN, fd, uid, gid), uid, gid, "");
    }

    public void chmodSelf(int mode) throws PosixException {
        int possible = Records.chmod(fd, Name.of(""), mode);
        LibC.check("fchmod", LibC.call(LibC.FCHMOD, fd, possible), "");
    }

    public void setTimesSelf(long mtimeSeconds, int mtimeNanos) throws PosixException {
        Calls.times(fd, null, mtimeSeconds, mtimeNanos, "");
    }

    public SortedMap<String, byte[]> xattrsSelf() throws PosixException {
        return Calls.xattrs(Name.of(procPath() + "/."));
    }

    public void setXattrSelf(String name, byte[] value) throws PosixException {
        Calls.setXattr(LibC.LSETXATTR, Name.of(procPath() + "/."), name, value);
    }

    public void removeXattrSelf(String name) throws PosixException {
        Calls.removeXattr(Name.of(procPath() + "/."), name);
    }

    /// Takes over what `from` has on record of the links in it, where owners are recorded: to be
    /// called for a folder that gets the same ones.
    public void adoptLinks(Dir from) throws PosixException {
        Records.links(Records.Place.of(from.fd), Records.Place.of(fd));
    }

    /// Another descriptor of the same directory.
    public Dir duplicate() throws PosixException {
        return openDir(Name.of("."));
    }

    public int fd() {
        return fd;
    }

    /// A path to this directory for calls that take none relative to a descriptor.
    public String procPath() {
        return "/proc/self/fd/" + fd;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Calls.close(fd);
        }
    }

    private static boolean isPath(Name child) {
        // Most are one name.
        return child.isPath() && child.components().size() > 1;
    }

    /// Where a child lies: its folder, opened without following links if it isn't this one, and its
    /// last name.
    private Place place(Name child) throws PosixException {
        Name parent = isPath(child) ? child.parent() : null;
        return parent == null
                ? new Place(this, child, false)
                : new Place(openDir(parent), child.fileName(), true);
    }

    private record Place(Dir dir, Name name, boolean owned) implements AutoCloseable {
        int fd() {
            return dir.fd;
        }

        Name procName() {
            return Name.of(dir.procPath()).child(name);
        }

        void check(String call, long result) throws PosixException {
            LibC.check(call, result, name);
        }

        @Override
        public void close() {
            if (owned) {
                dir.close();
            }
        }
    }
}
