// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

/// Why the kernel refused a call (errno(3)): the reasons that a file system, a mount or a lock may
/// give. Numbers are those of Linux on x86-64 and aarch64, where they are the same.
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or directory"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted"),
    EIO(5, "input/output error"),
    ENXIO(6, "no such device or address"),
    E2BIG(7, "argument list too long"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "resource temporarily unavailable"),
    ENOMEM(12, "cannot allocate memory"),
    EACCES(13, "permission denied"),
    EFAULT(14, "bad address"),
    EBUSY(16, "device or resource busy"),
    EEXIST(17, "file exists"),
    EXDEV(18, "leads out of the directory, or to another file system"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files"),
    ENOTTY(25, "not a terminal"),
    ETXTBSY(26, "text file busy"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no space left on device"),
    ESPIPE(29, "illegal seek"),
    EROFS(30, "read-only file system"),
    EMLINK(31, "too many links"),
    EPIPE(32, "broken pipe"),
    ERANGE(34, "result too large"),
    EDEADLK(35, "would deadlock"),
    ENAMETOOLONG(36, "file name too long"),
    ENOLCK(37, "no locks available"),
    ENOSYS(38, "not known to this kernel"),
    ENOTEMPTY(39, "directory not empty"),
    ELOOP(40, "a symbolic link where none may be, or too many of them"),
    ENODATA(61, "no such attribute"),
    EOVERFLOW(75, "value too large"),
    EOPNOTSUPP(95, "not supported here"),
    ESTALE(116, "moved or removed meanwhile"),
    EDQUOT(122, "disk quota exceeded"),
    /// Any other number; [PosixException#code()] has it.
    OTHER(0, "error");

    private static final Errno[] BY_CODE = new Errno[123];

    static {
        for (Errno each : values()) {
            BY_CODE[each.code] = each;
        }
    }

    private final int code;
    private final String text;

    Errno(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The reason with this number, [#OTHER] if it has no name here.
    public static Errno of(int code) {
        Errno known = code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        return known == null ? OTHER : known;
    }

    /// The kernel's number; 0 for [#OTHER].
    public int code() {
        return code;
    }

    /// The reason in words, for a message.
    static String describe(int code) {
        Errno errno = of(code);
        return errno == OTHER ? "error " + code : errno.text;
    }
}
