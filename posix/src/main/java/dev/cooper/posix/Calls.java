// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.cooper.posix.LibC.Scratch;
import java.lang.foreign.MemorySegment;
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
        MemorySegment how = scratch.buffer;
        for (int i = 0; ; i++) {
            how.set(JAVA_LONG, 0, flags | LibC.O_CLOEXEC);
            how.set(JAVA_LONG, 8, mode);
            how.set(JAVA_LONG, 16, resolve);
            long fd = LibC.call(LibC.OPENAT2, dir, scratch.name(path), how.address(), 24);
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
        return Name.of(scratch.buffer.asSlice(0, n).toArray(JAVA_BYTE));
    }

    /// When the file was made; null where the file system doesn't keep that.
    static @Nullable Instant born(int dir, Name child) throws PosixException {
        Scratch scratch = LibC.scratch();
        MemorySegment b = scratch.buffer;
        LibC.check(
                "statx",
                LibC.call(
                        LibC.STATX,
                        dir,
                        scratch.name(child),
                        LibC.AT_SYMLINK_NOFOLLOW,
                        STATX_BTIME,
                        b.address()),
                child);
        return (b.get(JAVA_INT, 0) & STATX_BTIME) == 0
                ? null
                : Instant.ofEpochSecond(b.get(JAVA_LONG, 80), b.get(JAVA_INT, 88));
    }

    /// As it lies on the disk; null for ENOENT and ENOTDIR. Offsets are those of `struct statx`.
    static @Nullable Stat rawOrNull(int dir, Name path, int flags, Object subject)
            throws PosixException {
        Scratch scratch = LibC.scratch();
        MemorySegment b = scratch.buffer;
        long result =
                LibC.call(
                        LibC.STATX,
                        dir,
                        scratch.name(path),
                        LibC.AT_SYMLINK_NOFOLLOW | flags,
                        STATX_BASIC,
                        b.address());
        if (result == -Errno.ENOENT.code() || result == -Errno.ENOTDIR.code()) {
            return null;
        }
        LibC.check("statx", result, subject);
        return new Stat(
                Short.toUnsignedInt(b.get(JAVA_SHORT, 28)),
                b.get(JAVA_INT, 20),
                b.get(JAVA_INT, 24),
                b.get(JAVA_INT, 16),
                b.get(JAVA_LONG, 40),
                b.get(JAVA_LONG, 32),
                Stat.device(b.get(JAVA_INT, 136), b.get(JAVA_INT, 140)),
                Stat.device(b.get(JAVA_INT, 128), b.get(JAVA_INT, 132)),
                b.get(JAVA_LONG, 112),
                b.get(JAVA_INT, 120),
                b.get(JAVA_LONG, 96),
                b.get(JAVA_INT, 104));
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
            scratch.buffer.set(JAVA_LONG, at, seconds);
            scratch.buffer.set(JAVA_LONG, at + 8, nanos);
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
        byte[] names = scratch.buffer.asSlice(0, length).toArray(JAVA_BYTE);
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
        return scratch.buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /// @param call lsetxattr or setxattr: the second follows, as /proc/self/fd wants it
    static void setXattr(long call, Name path, String name, byte[] value) throws PosixException {
        Scratch scratch = LibC.scratch();
        if (value.length > Scratch.BUFFER) {
            throw new PosixException("setxattr", Errno.E2BIG.code(), path + " " + name);
        }
        MemorySegment.copy(value, 0, scratch.buffer, JAVA_BYTE, 0, value.length);
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
