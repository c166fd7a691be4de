// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.time.Instant;

/// What the kernel knows of a file (statx(2)).
///
/// @param mode type and permission bits
/// @param uid owner
/// @param gid group
/// @param nlink hard links
/// @param size bytes; of a symbolic link the length of its target
/// @param ino inode number, one file's own within `dev`
/// @param dev number of the device that holds it
/// @param rdev number of the device that it is, for [FileType#CHARACTER] and [FileType#BLOCK]
/// @param mtimeSeconds last change of the content, seconds since 1970; negative before
/// @param mtimeNanos and nanoseconds, 0 to 999,999,999
/// @param ctimeSeconds last change of content or metadata, which no program can set
/// @param ctimeNanos and nanoseconds
public record Stat(
        int mode,
        int uid,
        int gid,
        int nlink,
        long size,
        long ino,
        long dev,
        long rdev,
        long mtimeSeconds,
        int mtimeNanos,
        long ctimeSeconds,
        int ctimeNanos) {

    /// The same file, said to be something else.
    Stat as(int otherMode, int otherUid, int otherGid, long otherRdev) {
        return new Stat(
                otherMode,
                otherUid,
                otherGid,
                nlink,
                size,
                ino,
                dev,
                otherRdev,
                mtimeSeconds,
                mtimeNanos,
                ctimeSeconds,
                ctimeNanos);
    }

    /// What it is.
    public FileType type() {
        return FileType.ofMode(mode);
    }

    /// Permissions with set-uid, set-gid and sticky: `mode & 07777`.
    public int permissions() {
        return mode & 07777;
    }

    /// Whether it is a directory.
    public boolean isDirectory() {
        return type() == FileType.DIRECTORY;
    }

    /// Whether it is a regular file.
    public boolean isRegular() {
        return type() == FileType.REGULAR;
    }

    /// Whether it is a symbolic link.
    public boolean isSymlink() {
        return type() == FileType.SYMLINK;
    }

    /// Whether it is what overlay puts where a lower file was removed: character device 0:0.
    public boolean isWhiteout() {
        return type() == FileType.CHARACTER && rdev == 0;
    }

    /// When content or metadata last changed.
    public Instant changed() {
        return Instant.ofEpochSecond(ctimeSeconds, ctimeNanos);
    }

    /// Whether `other` is the same file: same device, same inode.
    public boolean isSameFile(Stat other) {
        return ino == other.ino && dev == other.dev;
    }

    /// The device number of a major and a minor number, in the form of [#rdev()] and
    /// [Dir#mknod(Name, int, long)].
    public static long device(int major, int minor) {
        long high = Integer.toUnsignedLong(major);
        long low = Integer.toUnsignedLong(minor);
        return (high & 0xfffff000L) << 32
                | (high & 0xfffL) << 8
                | (low & 0xffffff00L) << 12
                | (low & 0xffL);
    }

    /// The major number of a device number.
    public static int major(long device) {
        return (int) (((device >>> 32) & 0xfffff000L) | ((device >>> 8) & 0xfffL));
    }

    /// The minor number of a device number.
    public static int minor(long device) {
        return (int) (((device >>> 12) & 0xffffff00L) | (device & 0xffL));
    }
}
