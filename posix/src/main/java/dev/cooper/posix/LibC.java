// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The one door to the kernel: libc's `syscall`, by number. Numbers and flag values are those of
/// Linux on x86-64 and aarch64; the few that differ are chosen once.
///
/// Every call is a raw system call: none of libc's wrappers, so the arguments are exactly the
/// manual's (section 2, "C library/kernel differences"), and a negative result with errno is the
/// only way to fail.
@SuppressWarnings("restricted") // this is the one place that may
final class LibC {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NONBLOCK = 0x800;
    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;
    static final long RESOLVE_NO_MAGICLINKS = 0x02;
    static final long RESOLVE_NO_SYMLINKS = 0x04;
    static final long RESOLVE_BENEATH = 0x08;
    static final long RESOLVE_IN_ROOT = 0x10;

    static final long READ = number(0, 63);
    static final long WRITE = number(1, 64);
    static final long CLOSE = number(3, 57);
    static final long IOCTL = number(16, 29);
    static final long PREAD = number(17, 67);
    static final long FCNTL = number(72, 25);
    static final long FSYNC = number(74, 82);
    static final long FTRUNCATE = number(77, 46);
    static final long FCHMOD = number(91, 52);
    static final long FCHOWN = number(93, 55);
    static final long KILL = number(62, 129);
    static final long SETXATTR = number(188, 5);
    static final long LSETXATTR = number(189, 6);
    static final long GETXATTR = number(191, 8);
    static final long LISTXATTR = number(194, 11);
    static final long LGETXATTR = number(192, 9);
    static final long LLISTXATTR = number(195, 12);
    static final long REMOVEXATTR = number(197, 14);
    static final long LREMOVEXATTR = number(198, 15);
    static final long GETUID = number(102, 174);
    static final long GETGID = number(104, 176);
    static final long GETDENTS64 = number(217, 61);
    static final long MKDIRAT = number(258, 34);
    static final long MKNODAT = number(259, 33);
    static final long FCHOWNAT = number(260, 54);
    static final long UNLINKAT = number(263, 35);
    static final long LINKAT = number(265, 37);
    static final long SYMLINKAT = number(266, 36);
    static final long READLINKAT = number(267, 78);
    static final long FCHMODAT = number(268, 53);
    static final long UTIMENSAT = number(280, 88);
    static final long SYNCFS = number(306, 267);
    static final long RENAMEAT2 = number(316, 276);
    static final long COPY_FILE_RANGE = number(326, 285);
    static final long STATX = number(332, 291);
    static final long FSOPEN = 430;
    static final long FSCONFIG = 431;
    static final long FSMOUNT = 432;
    static final long OPENAT2 = 437;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// long syscall(long number, …): variadic after the number.
    private static final MethodHandle SYSCALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                            FunctionDescriptor.of(
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG),
                            Linker.Option.firstVariadicArg(1),
                            Linker.Option.captureCallState("errno"));

    /// Memory that every thread has for the arguments of one call.
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private LibC() {}

    private static long number(int x86, int arm) {
        return ARM ? arm : x86;
    }

    static Scratch scratch() {
        return SCRATCH.get();
    }

    /// The call's result; negative errno if it failed. Interrupted calls are made again.
    static long call(long number, long a, long b, long c, long d, long e, long f) {
        MemorySegment state = scratch().state;
        while (true) {
            long result;
            try {
                result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
            } catch (Throwable t) {
                throw new LinkageError("a system call could not be made", t);
            }
            if (result >= 0) {
                return result;
            }
            int errno = (int) ERRNO.get(state, 0L);
            if (errno != Errno.EINTR.code()) {
                return -errno;
            }
        }
    }

    static long call(long number, long a, long b, long c, long d, long e) {
        return call(number, a, b, c, d, e, 0);
    }

    static long call(long number, long a, long b, long c, long d) {
        return call(number, a, b, c, d, 0, 0);
    }

    static long call(long number, long a, long b, long c) {
        return call(number, a, b, c, 0, 0, 0);
    }

    static long call(long number, long a, long b) {
        return call(number, a, b, 0, 0, 0, 0);
    }

    static long call(long number, long a) {
        return call(number, a, 0, 0, 0, 0, 0);
    }

    /// The result, or the error as an exception about `subject`.
    static long check(String name, long result, Object subject) throws PosixException {
        if (result < 0) {
            throw new PosixException(name, (int) -result, subject.toString());
        }
        return result;
    }

    /// Reusable native memory of one thread: two names, a buffer, errno. Never held across calls.
    static final class Scratch {
        private static final int NAME = 4097;
        static final int BUFFER = 1 << 16;

        private final Arena arena = Arena.ofAuto();
        final MemorySegment state = arena.allocate(STATE);
        private final MemorySegment first = arena.allocate(NAME);
        private final MemorySegment second = arena.allocate(NAME);
        final MemorySegment buffer = arena.allocate(BUFFER, 8);

        /// The address of a NUL-terminated copy of `name`.
        long name(Name name) throws PosixException {
            return put(first, name);
        }

        long secondName(Name name) throws PosixException {
            return put(second, name);
        }

        long text(String text) throws PosixException {
            return put(second, Name.of(text));
        }

        private static long put(MemorySegment where, Name name) throws PosixException {
            byte[] bytes = name.bytes();
            if (bytes.length >= NAME) {
                throw new PosixException("name", Errno.ENAMETOOLONG.code(), name.toString());
            }
            MemorySegment.copy(bytes, 0, where, ValueLayout.JAVA_BYTE, 0, bytes.length);
            where.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
            return where.address();
        }

        int intAt(long offset) {
            return buffer.get(JAVA_INT, offset);
        }

        long longAt(long offset) {
            return buffer.get(JAVA_LONG, offset);
        }
    }
}
