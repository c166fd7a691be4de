// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/// The one door to the kernel: system calls by number. Numbers and flag values are those of Linux
/// on x86-64 and aarch64; the few that differ are chosen once.
///
/// Every call is a raw system call: none of libc's wrappers, so the arguments are exactly the
/// manual's (section 2, "C library/kernel differences"), and a negative result with errno is the
/// only way to fail.
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

    private static final boolean NATIVE = NativeCalls.load();

    /// Memory that every thread has for the arguments of one call.
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final long EINTR = Errno.EINTR.code();

    private LibC() {}

    private static long number(int x86, int arm) {
        return ARM ? arm : x86;
    }

    static Scratch scratch() {
        return SCRATCH.get();
    }

    /// The call's result; negative errno if it failed. Interrupted calls are made again.
    static long call(long number, long a, long b, long c, long d, long e, long f) {
        while (true) {
            long result =
                    NATIVE
                            ? NativeCalls.call(number, a, b, c, d, e, f)
                            : ForeignCalls.call(number, a, b, c, d, e, f);
            if (result != -EINTR) {
                return result;
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

    /// Reusable native memory of one thread: two names and a buffer. Never held across calls.
    ///
    /// Numbers are read and written by way of byte buffers: a segment's own accessors are linked
    /// when first used, which costs a short command several milliseconds.
    static final class Scratch {
        private static final int NAME = 4097;
        private static final int STATX_WORDS = 18;
        static final int BUFFER = 1 << 16;

        /// Memory, and where it lies.
        private record Block(ByteBuffer bytes, long address) {
            static Block of(int size) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
                return new Block(bytes, MemorySegment.ofBuffer(bytes).address());
            }
        }

        private final Block first = Block.of(NAME);
        private final Block second = Block.of(NAME);
        private final ByteBuffer bytes = Block.of(BUFFER).bytes;
        private final LongBuffer words = bytes.asLongBuffer();
        private final long[] statx = new long[STATX_WORDS];
        final MemorySegment buffer = MemorySegment.ofBuffer(bytes);

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

        private static long put(Block where, Name name) throws PosixException {
            byte[] text = name.raw();
            if (text.length >= NAME) {
                throw new PosixException("name", Errno.ENAMETOOLONG.code(), name.toString());
            }
            where.bytes.put(0, text).put(text.length, (byte) 0);
            return where.address;
        }

        /// What the buffer holds as `struct statx`, whose words are little-endian on both machines.
        /// In one piece: a walk over many files is over before accesses to the buffer one by one
        /// are compiled.
        Stat statx() {
            words.get(0, statx, 0, STATX_WORDS);
            return new Stat(
                    (int) (statx[3] >>> 32) & 0xffff,
                    (int) (statx[2] >>> 32),
                    (int) statx[3],
                    (int) statx[2],
                    statx[5],
                    statx[4],
                    Stat.device((int) statx[17], (int) (statx[17] >>> 32)),
                    Stat.device((int) statx[16], (int) (statx[16] >>> 32)),
                    statx[14],
                    (int) statx[15],
                    statx[12],
                    (int) statx[13]);
        }

        byte byteAt(int offset) {
            return bytes.get(offset);
        }

        short shortAt(int offset) {
            return bytes.getShort(offset);
        }

        int intAt(int offset) {
            return bytes.getInt(offset);
        }

        long longAt(int offset) {
            return bytes.getLong(offset);
        }

        byte[] copy(int offset, int length) {
            byte[] copy = new byte[length];
            bytes.get(offset, copy);
            return copy;
        }

        void copyTo(byte[] to, int offset, int length) {
            bytes.get(0, to, offset, length);
        }

        /// Fills the start of the buffer.
        void fill(byte[] from, int offset, int length) {
            bytes.put(0, from, offset, length);
        }

        void put(int offset, long value) {
            bytes.putLong(offset, value);
        }
    }
}
