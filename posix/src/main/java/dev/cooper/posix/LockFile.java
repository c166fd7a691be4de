// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A kernel lock on a file (fcntl(2), "open file description locks"): between threads as between
/// processes, and gone with the process that holds it, however that ends. Acquiring blocks its
/// thread.
public final class LockFile implements AutoCloseable {
    private static final int F_OFD_SETLK = 37;
    private static final int F_OFD_SETLKW = 38;
    private static final short SHARED = 0;
    private static final short EXCLUSIVE = 1;

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LockFile(int fd) {
        this.fd = fd;
    }

    /// Waits for the lock; the file is made if missing, for its owner alone.
    public static LockFile acquire(Path file, boolean exclusive) throws PosixException {
        int fd = open(file);
        long result = lock(fd, F_OFD_SETLKW, exclusive);
        if (result < 0) {
            Calls.close(fd);
            LibC.check("fcntl", result, file);
        }
        return new LockFile(fd);
    }

    /// Null if somebody holds it.
    public static @Nullable LockFile tryAcquire(Path file, boolean exclusive)
            throws PosixException {
        int fd = open(file);
        long result = lock(fd, F_OFD_SETLK, exclusive);
        if (result >= 0) {
            return new LockFile(fd);
        }
        Calls.close(fd);
        if (result == -Errno.EAGAIN.code() || result == -Errno.EACCES.code()) {
            return null;
        }
        LibC.check("fcntl", result, file);
        return null;
    }

    private static int open(Path file) throws PosixException {
        Name name = Name.of(file.toString());
        long flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_NOFOLLOW;
        return Calls.opened(Calls.open(LibC.AT_FDCWD, name, flags, 0600, 0), name);
    }

    /// `struct flock`: type and whence as shorts, then start, length and pid; the pid must be 0.
    private static long lock(int fd, int command, boolean exclusive) {
        Scratch scratch = LibC.scratch();
        // Little-endian, as both machines are: the type comes first, and whence is 0.
        scratch.put(0, exclusive ? EXCLUSIVE : SHARED);
        for (int at = 8; at < 32; at += 8) {
            scratch.put(at, 0);
        }
        return LibC.call(LibC.FCNTL, fd, command, scratch.buffer.address());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Calls.close(fd);
        }
    }
}
