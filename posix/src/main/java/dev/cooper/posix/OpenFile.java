// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.SortedMap;

/// An open file.
public final class OpenFile implements AutoCloseable {
    private OpenFile() {}

    public int read(byte[] b, int off, int len) throws PosixException {
        return Unfinished.call();
    }

    public void write(byte[] b, int off, int len) throws PosixException {
        Unfinished.call();
    }

    public int readAt(long pos, byte[] b, int off, int len) throws PosixException {
        return Unfinished.call();
    }

    public Stat stat() throws PosixException {
        return Unfinished.call();
    }

    public void chmod(int mode) throws PosixException {
        Unfinished.call();
    }

    public void chown(int uid, int gid) throws PosixException {
        Unfinished.call();
    }

    public void setTimes(long mtimeSeconds, int mtimeNanos) throws PosixException {
        Unfinished.call();
    }

    public SortedMap<String, byte[]> xattrs() throws PosixException {
        return Unfinished.call();
    }

    public void setXattr(String name, byte[] value) throws PosixException {
        Unfinished.call();
    }

    public void removeXattr(String name) throws PosixException {
        Unfinished.call();
    }

    public long copyTo(OpenFile target) throws PosixException {
        return Unfinished.call();
    }

    public void sync() throws PosixException {
        Unfinished.call();
    }

    public void truncate(long size) throws PosixException {
        Unfinished.call();
    }

    @Override
    public void close() throws PosixException {
        Unfinished.call();
    }

    public int fd() {
        return Unfinished.call();
    }

    public String procPath() {
        return Unfinished.call();
    }

    public InputStream inputStream() {
        return Unfinished.call();
    }

    public OutputStream outputStream() {
        return Unfinished.call();
    }
}
