// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An open directory.
public final class Dir implements AutoCloseable {
    private Dir() {}

    public static Dir open(Path path) throws PosixException {
        return Unfinished.call();
    }

    public Dir openDir(Name child) throws PosixException {
        return Unfinished.call();
    }

    public Dir resolveDir(Name path) throws PosixException {
        return Unfinished.call();
    }

    public OpenFile openFile(Name child) throws PosixException {
        return Unfinished.call();
    }

    public OpenFile resolveFile(Name path) throws PosixException {
        return Unfinished.call();
    }

    public Stat resolveStat(Name path) throws PosixException {
        return Unfinished.call();
    }

    public @Nullable Stat resolveStatOrNull(Name path) throws PosixException {
        return Unfinished.call();
    }

    public Name realPath(Name path) throws PosixException {
        return Unfinished.call();
    }

    public OpenFile create(Name child, int mode) throws PosixException {
        return Unfinished.call();
    }

    public Stat stat(Name child) throws PosixException {
        return Unfinished.call();
    }

    public @Nullable Stat statOrNull(Name child) throws PosixException {
        return Unfinished.call();
    }

    public Stat self() throws PosixException {
        return Unfinished.call();
    }

    public List<DirEntry> list() throws PosixException {
        return Unfinished.call();
    }

    public void mkdir(Name child, int mode) throws PosixException {
        Unfinished.call();
    }

    public void symlink(Name target, Name link) throws PosixException {
        Unfinished.call();
    }

    public Name readlink(Name child) throws PosixException {
        return Unfinished.call();
    }

    public void link(Dir fromDir, Name from, Name to) throws PosixException {
        Unfinished.call();
    }

    public void mknod(Name child, int mode, long rdev) throws PosixException {
        Unfinished.call();
    }

    public void mkfifo(Name child, int mode) throws PosixException {
        Unfinished.call();
    }

    public void unlink(Name child) throws PosixException {
        Unfinished.call();
    }

    public void rmdir(Name child) throws PosixException {
        Unfinished.call();
    }

    public void deleteTree(Name child) throws PosixException {
        Unfinished.call();
    }

    public void rename(Name child, Dir to, Name newName) throws PosixException {
        Unfinished.call();
    }

    public void renameNoReplace(Name child, Dir to, Name newName) throws PosixException {
        Unfinished.call();
    }

    public void chown(Name child, int uid, int gid) throws PosixException {
        Unfinished.call();
    }

    public void chmod(Name child, int mode) throws PosixException {
        Unfinished.call();
    }

    public void setTimes(Name child, long mtimeSeconds, int mtimeNanos) throws PosixException {
        Unfinished.call();
    }

    public SortedMap<String, byte[]> xattrs(Name child) throws PosixException {
        return Unfinished.call();
    }

    public void setXattr(Name child, String name, byte[] value) throws PosixException {
        Unfinished.call();
    }

    public void removeXattr(Name child, String name) throws PosixException {
        Unfinished.call();
    }

    public void chownSelf(int uid, int gid) throws PosixException {
        Unfinished.call();
    }

    public void chmodSelf(int mode) throws PosixException {
        Unfinished.call();
    }

    public void setTimesSelf(long mtimeSeconds, int mtimeNanos) throws PosixException {
        Unfinished.call();
    }

    public SortedMap<String, byte[]> xattrsSelf() throws PosixException {
        return Unfinished.call();
    }

    public void setXattrSelf(String name, byte[] value) throws PosixException {
        Unfinished.call();
    }

    public void removeXattrSelf(String name) throws PosixException {
        Unfinished.call();
    }

    public Dir duplicate() throws PosixException {
        return Unfinished.call();
    }

    public int fd() {
        return Unfinished.call();
    }

    public String procPath() {
        return Unfinished.call();
    }

    @Override
    public void close() {
        Unfinished.call();
    }
}
