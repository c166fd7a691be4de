// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One entry of an archive, without its content.
///
/// @param path the name as the archive has it, except that it has no trailing slash; may be
///   absolute, or hold `..`: whoever unpacks must care
/// @param mode permission, setuid, setgid and sticky bits: 07777
/// @param size bytes of content, as [TarReader#content] gives them (a sparse file's holes
///   included); 0 unless a file
/// @param linkTarget of a symbolic link its text, of a hard link the path of the entry it repeats;
///   else empty
/// @param xattrs extended attributes by full name (`security.capability`)
public record TarEntry(
        Bytes path,
        TarType type,
        int mode,
        int uid,
        int gid,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        Bytes linkTarget,
        int devMajor,
        int devMinor,
        SortedMap<Bytes, Bytes> xattrs) {

    public TarEntry {
        if ((mode & ~07777) != 0 || size < 0 || mtimeNanos < 0 || mtimeNanos > 999_999_999) {
            throw new IllegalArgumentException("mode, size or mtime out of range: " + path);
        }
        xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    }

    public boolean isDirectory() {
        return type == TarType.DIRECTORY;
    }

    public boolean isFile() {
        return type == TarType.FILE;
    }

    public static TarEntry file(Bytes path, int mode, long size) {
        return of(path, TarType.FILE, mode, size, Bytes.EMPTY);
    }

    public static TarEntry directory(Bytes path, int mode) {
        return of(path, TarType.DIRECTORY, mode, 0, Bytes.EMPTY);
    }

    public static TarEntry symlink(Bytes path, Bytes target) {
        return of(path, TarType.SYMLINK, 0777, 0, target);
    }

    public static TarEntry hardlink(Bytes path, Bytes target) {
        return of(path, TarType.HARDLINK, 0, 0, target);
    }

    private static TarEntry of(Bytes path, TarType type, int mode, long size, Bytes target) {
        return new TarEntry(
                path, type, mode, 0, 0, size, 0, 0, target, 0, 0, Collections.emptySortedMap());
    }

    public TarEntry withPath(Bytes newPath) {
        return new TarEntry(
                newPath,
                type,
                mode,
                uid,
                gid,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    public TarEntry withMode(int newMode) {
        return new TarEntry(
                path,
                type,
                newMode,
                uid,
                gid,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    public TarEntry withOwner(int newUid, int newGid) {
        return new TarEntry(
                path,
                type,
                mode,
                newUid,
                newGid,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    public TarEntry withMtime(long seconds, int nanos) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                size,
                seconds,
                nanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    public TarEntry withXattrs(SortedMap<Bytes, Bytes> newXattrs) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                newXattrs);
    }
}
