// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open regular file with one position. Used by one thread at a time; [#readAt] doesn't move the
/// position.
public final class OpenFile implements AutoCloseable {
    private static final long COPY_AT_ONCE = 1L << 30;

    private final int fd;
    private final String subject;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Takes ownership of the descriptor.
    OpenFile(int fd, String subject) {
        this.fd = fd;
        this.subject = subject;
    }

    /// @return bytes read, at least one; -1 at the end
    public int read(byte[] b, int off, int len) throws PosixException {
        return transfer("read", LibC.READ, b, off, len, 0);
    }

    /// @return bytes read, at least one; -1 at or after the end
    public int readAt(long pos, byte[] b, int off, int len) throws PosixException {
        return transfer("pread64", LibC.PREAD, b, off, len, pos);
    }

    private int transfer(String name, long call, byte[] b, int off, int len, long pos)
            throws PosixException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (len == 0) {
            return 0;
        }
        Scratch scratch = LibC.scratch();
        long n =
                check(
                        name,
                        LibC.call(
                                call,
                                fd,
                                scratch.buffer.address(),
                                Math.min(len, Scratch.BUFFER),
                                pos));
        scratch.copyTo(b, off, (int) n);
        return n == 0 ? -1 : (int) n;
    }

    /// All of it.
    public void write(byte[] b, int off, int len) throws PosixException {
        Objects.checkFromIndexSize(off, len, b.length);
        Scratch scratch = LibC.scratch();
        for (int done = 0; done < len; ) {
            int chunk = Math.min(len - done, Scratch.BUFFER);
            scratch.fill(b, off + done, chunk);
            done +=
                    (int)
                            check(
                                    "write",
                                    LibC.call(LibC.WRITE, fd, scratch.buffer.address(), chunk));
        }
    }

    public Stat stat() throws PosixException {
        return Calls.stat(fd, subject);
    }

    public void chmod(int mode) throws PosixException {
        int possible = Records.chmod(fd, Name.of(""), mode);
        check("fchmod", LibC.call(LibC.FCHMOD, fd, possible));
    }

    public void chown(int uid, int gid) throws PosixException {
        if (Records.OWNERS) {
            Records.chown(fd, Name.of(""), uid, gid);
            return;
        }
        Calls.owned("fchown", LibC.call(LibC.FCHOWN, fd, uid, gid), uid, gid, subject);
    }

    /// Modification and access time.
    public void setTimes(long mtimeSeconds, int mtimeNanos) throws PosixException {
        Calls.times(fd, null, mtimeSeconds, mtimeNanos, subject);
    }

    /// Copies from this file's position to its end into `target`, by the kernel where it can.
    ///
    /// @return bytes copied
    public long copyTo(OpenFile target) throws PosixException {
        // Small ones aren't worth the question whether the kernel could.
        long total = copyChunk(target);
        if (total < Scratch.BUFFER) {
            return total;
        }
        while (true) {
            long n = LibC.call(LibC.COPY_FILE_RANGE, fd, 0, target.fd, 0, COPY_AT_ONCE, 0);
            if (n < 0 && isBeyondTheKernel((int) -n)) {
                return total + copyByHand(target);
            }
            check("copy_file_range", n);
            if (n == 0) {
                // Files that the kernel makes up (/proc) give nothing this way.
                return total + copyByHand(target);
            }
            total += n;
        }
    }

    private static boolean isBeyondTheKernel(int errno) {
        return switch (Errno.of(errno)) {
            case EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, ETXTBSY, EPERM -> true;
            default -> false;
        };
    }

    private long copyByHand(OpenFile target) throws PosixException {
        long total = 0;
        for (long n = copyChunk(target); n > 0; n = copyChunk(target)) {
            total += n;
        }
        return total;
    }

    /// As much as fits a buffer, without bringing it here.
    ///
    /// @return how much that was, less than the buffer only at the end
    private long copyChunk(OpenFile target) throws PosixException {
        long buffer = LibC.scratch().buffer.address();
        long got = 0;
        while (got < Scratch.BUFFER) {
            long n = check("read", LibC.call(LibC.READ, fd, buffer + got, Scratch.BUFFER - got));
            if (n == 0) {
                break;
            }
            got += n;
        }
        for (long done = 0; done < got; ) {
            done +=
                    target.check(
                            "write", LibC.call(LibC.WRITE, target.fd, buffer + done, got - done));
        }
        return got;
    }

    public SortedMap<String, byte[]> xattrs() throws PosixException {
        return Calls.xattrs(LibC.LISTXATTR, LibC.GETXATTR, Name.of(procPath()));
    }

    public void setXattr(String name, byte[] value) throws PosixException {
        Calls.setXattr(LibC.SETXATTR, Name.of(procPath()), name, value);
    }

    /// To the disk: fsync(2).
    public void sync() throws PosixException {
        check("fsync", LibC.call(LibC.FSYNC, fd));
    }

    public void truncate(long size) throws PosixException {
        check("ftruncate", LibC.call(LibC.FTRUNCATE, fd, size));
    }

    private long check(String call, long result) throws PosixException {
        return LibC.check(call, result, subject);
    }

    public int fd() {
        return fd;
    }

    public String procPath() {
        return "/proc/self/fd/" + fd;
    }

    /// A view; closing it closes this file.
    public InputStream inputStream() {
        return new InputStream() {
            @Override
            public int read() throws PosixException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] b, int off, int len) throws PosixException {
                return OpenFile.this.read(b, off, len);
            }

            @Override
            public void close() {
                OpenFile.this.close();
            }
        };
    }

    /// A view without a buffer; closing it closes this file.
    public OutputStream outputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws PosixException {
                OpenFile.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int off, int len) throws PosixException {
                OpenFile.this.write(b, off, len);
            }

            @Override
            public void close() {
                OpenFile.this.close();
            }
        };
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Calls.close(fd);
        }
    }
}
