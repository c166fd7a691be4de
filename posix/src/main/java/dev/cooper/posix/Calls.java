// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The calls that [Dir] and [OpenFile] share, in terms of descriptors and names.
final class Calls {
    private static final int STATX_BASIC = 0x7ff;
    private static final int STATX_BTIME = 0x800;
    private static final int RETRIES = 128;

    private Calls() {}

    /// openat2(2); a rename that raced with the look-up makes the kernel ask for another try.
    static long open(int dir, Name path, long flags, long mode, long resolve)
            throws PosixException {
        Scratch scratch = LibC.scratch();
        for (int i = 0; ; i++) {
            scratch.put(0, flags | LibC.O_CLOEXEC);
            scratch.put(8, mode);
            scratch.put(16, resolve);
            long fd =
                    LibC.call(LibC.OPENAT2, dir, scratch.name(path), scratch.buffer.address(), 24);
            if (fd != -Errno.EAGAIN.code() || i == RETRIES) {
                return fd;
            }
        }
    }

    static int opened(long fd, Name path) throws PosixException {
        return (int) LibC.check("openat2", fd, path);
    }

    /// A regular file for reading. It is looked at before it is opened: a FIFO would wait, a device
    /// may act.
    static OpenFile regular(int dir, Name path, long resolve) throws PosixException {
        int handle = opened(open(dir, path, LibC.O_PATH, 0, resolve), path);
        try {
            if (!stat(handle, path).isRegular()) {
                throw new PosixException(
                        "open", Errno.EINVAL.code(), path.toString(), "not a regular file");
            }
            Name reopened = Name.of("/proc/self/fd/" + handle);
            return new OpenFile(
                    opened(open(LibC.AT_FDCWD, reopened, LibC.O_RDONLY, 0, 0), path),
                    path.toString());
        } finally {
            close(handle);
        }
    }

    static void close(int fd) {
        LibC.call(LibC.CLOSE, fd);
    }

    static Stat stat(int fd, Object subject) throws PosixException {
        Stat stat = statOrNull(fd, Name.of(""), LibC.AT_EMPTY_PATH, subject);
        if (stat == null) {
            throw new PosixException("statx", Errno.ENOENT.code(), subject.toString());
        }
        return stat;
    }

    /// Null for ENOENT and ENOTDIR.
    static @Nullable Stat statOrNull(int dir, Name path, int flags, Object subject)
            throws PosixException {
        Stat raw = rawOrNull(dir, path, flags, subject);
        return raw == null ? null : Records.seen(raw, dir, path);
    }

    static Name readlink(int dir, Name child) throws PosixException {
        Scratch scratch = LibC.scratch();
        long n =
                LibC.check(
                        "readlinkat",
                        LibC.call(
                                LibC.READLINKAT,
                                dir,
                                scratch.name(child),
                                scratch.buffer.address(),
                                Scratch.BUFFER),
                        child);
        return Name.of(scratch.copy(0, (int) n));
    }

    /// When the file was made; null where the file system doesn't keep that.
    static @Nullable Instant born(int dir, Name child) throws PosixException {
        Scratch scratch = LibC.scratch();
        LibC.check(
                "statx",
                LibC.call(
                        LibC.STATX,
                        dir,
                        scratch.name(child),
                        LibC.AT_SYMLINK_NOFOLLOW,
                        STATX_BTIME,
                        scratch.buffer.address()),
                child);
        return (scratch.intAt(0) & STATX_BTIME) == 0
                ? null
                : Instant.ofEpochSecond(scratch.longAt(80), scratch.intAt(88));
    }

    /// As it lies on the disk; null for ENOENT and ENOTDIR. Offsets are those of `struct statx`.
    static @Nullable Stat rawOrNull(int dir, Name path, int flags, Object subject)
            throws PosixException {
        Scratch scratch = LibC.scratch();
        long result =
                LibC.call(
                        LibC.STATX,
                        dir,
                        scratch.name(path),
                        LibC.AT_SYMLINK_NOFOLLOW | flags,
                        STATX_BASIC,
                        scratch.buffer.address());
        if (result == -Errno.ENOENT.code() || result == -Errno.ENOTDIR.code()) {
            return null;
        }
        LibC.check("statx", result, subject);
        return scratch.statx();
    }

    /// Says which id it is that the user namespace doesn't have.
    static void owned(String call, long result, int uid, int gid, Object subject)
            throws PosixException {
        if (result == -Errno.EINVAL.code() && !Rights.own().hasIds(uid, gid)) {
            throw new PosixException(
                    call,
                    Errno.EINVAL.code(),
                    subject.toString(),
                    "user %s or group %s is outside of the ids that there are here (%s): give this user a longer range in /etc/subuid and /etc/subgid"
                            .formatted(
                                    Integer.toUnsignedString(uid),
                                    Integer.toUnsignedString(gid),
                                    Rights.own().uids().stream()
                                            .map(each ->
                                                    each.inside()
                                                            + "-"
                                                            + (each.inside() + each.count() - 1))
                                            .collect(Collectors.joining(", "))));
        }
        LibC.check(call, result, subject);
    }

    /// utimensat(2) with access time equal to modification time.
    static void times(int dir, @Nullable Name child, long seconds, int nanos, Object subject)
            throws PosixException {
        Scratch scratch = LibC.scratch();
        for (int at = 0; at < 32; at += 16) {
            scratch.put(at, seconds);
            scratch.put(at + 8, nanos);
        }
        long name = child == null ? 0 : scratch.name(child);
        int flags = child == null ? 0 : LibC.AT_SYMLINK_NOFOLLOW;
        LibC.check(
                "utimensat",
                LibC.call(LibC.UTIMENSAT, dir, name, scratch.buffer.address(), flags),
                subject);
    }

    /// All extended attributes of a path whose last component isn't followed; none where the file
    /// system has none.
    static SortedMap<String, byte[]> xattrs(Name path) throws PosixException {
        return xattrs(LibC.LLISTXATTR, LibC.LGETXATTR, path);
    }

    /// With the calls that follow the last component, as /proc/self/fd wants it, or those that
    /// don't.
    static SortedMap<String, byte[]> xattrs(long list, long read, Name path) throws PosixException {
        Scratch scratch = LibC.scratch();
        SortedMap<String, byte[]> all = new TreeMap<>();
        long length = LibC.call(list, scratch.name(path), scratch.buffer.address(), Scratch.BUFFER);
        if (length == 0 || length == -Errno.EOPNOTSUPP.code()) {
            return all;
        }
        LibC.check("llistxattr", length, path);
        byte[] names = scratch.copy(0, (int) length);
        int start = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == 0) {
                String name = NameText.decode(Arrays.copyOfRange(names, start, i));
                byte[] value = xattr(read, path, name);
                if (value != null) {
                    all.put(name, value);
                }
                start = i + 1;
            }
        }
        return Records.shown(all);
    }

    /// Null if it was removed meanwhile.
    private static byte @Nullable [] xattr(long read, Name path, String name)
            throws PosixException {
        Scratch scratch = LibC.scratch();
        long length =
                LibC.call(
                        read,
                        scratch.name(path),
                        scratch.text(name),
                        scratch.buffer.address(),
                        Scratch.BUFFER);
        if (length == -Errno.ENODATA.code()) {
            return null;
        }
        LibC.check("lgetxattr", length, path);
        return scratch.copy(0, (int) length);
    }

    /// @param call lsetxattr or setxattr: the second follows, as /proc/self/fd wants it
    static void setXattr(long call, Name path, String name, byte[] value) throws PosixException {
        Scratch scratch = LibC.scratch();
        if (value.length > Scratch.BUFFER) {
            throw new PosixException("setxattr", Errno.E2BIG.code(), path + " " + name);
        }
        scratch.fill(value, 0, value.length);
        long result =
                LibC.call(
                        call,
                        scratch.name(path),
                        scratch.text(name),
                        scratch.buffer.address(),
                        value.length,
                        0);
        if (result == -Errno.EPERM.code() && Records.isKept(name)) {
            setXattr(call, path, Records.kept(name), value);
            return;
        }
        LibC.check("setxattr", result, path + " " + name);
    }

    static void removeXattr(Name path, String name) throws PosixException {
        Scratch scratch = LibC.scratch();
        long result = LibC.call(LibC.LREMOVEXATTR, scratch.name(path), scratch.text(name));
        if (result < 0 && Records.isKept(name)) {
            result =
                    LibC.call(
                            LibC.LREMOVEXATTR,
                            scratch.name(path),
                            scratch.text(Records.kept(name)));
        }
        LibC.check("removexattr", result, path + " " + name);
    }
}
