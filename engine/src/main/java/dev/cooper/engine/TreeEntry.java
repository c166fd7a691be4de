// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.posix.Dir;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.util.Optional;
import java.util.TreeMap;

/// Files described as archives describe them, so that what copies trees and what packs and unpacks
/// archives agree.
final class TreeEntry {
    /// The one attribute that travels, as docker has it: what a program may do.
    static final String CAPABILITY = "security.capability";

    private TreeEntry() {}

    /// Describes an entry of a directory; empty for a socket, which no archive can hold.
    ///
    /// @param path what it is called in the archive
    static Optional<TarEntry> describe(Dir parent, Name name, Stat stat, Bytes path)
            throws PosixException {
        Optional<TarType> type = type(stat.type());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<Bytes, Bytes> xattrs = new TreeMap<>();
        if (stat.isRegular()) {
            byte[] capability = parent.xattrs(name).get(CAPABILITY);
            if (capability != null) {
                xattrs.put(Bytes.of(CAPABILITY), Bytes.of(capability));
            }
        }
        boolean device = stat.type() == FileType.CHARACTER || stat.type() == FileType.BLOCK;
        return Optional.of(
                new TarEntry(
                        path,
                        type.get(),
                        stat.permissions(),
                        stat.uid(),
                        stat.gid(),
                        stat.isRegular() ? stat.size() : 0,
                        stat.mtimeSeconds(),
                        stat.mtimeNanos(),
                        stat.isSymlink() ? Bytes.of(parent.readlink(name).bytes()) : Bytes.EMPTY,
                        device ? Stat.major(stat.rdev()) : 0,
                        device ? Stat.minor(stat.rdev()) : 0,
                        xattrs));
    }

    /// Describes an open directory.
    static TarEntry directory(Stat stat, Bytes path) {
        return TarEntry.directory(path, stat.permissions())
                .withOwner(stat.uid(), stat.gid())
                .withMtime(stat.mtimeSeconds(), stat.mtimeNanos());
    }

    private static Optional<TarType> type(FileType type) {
        return switch (type) {
            case REGULAR -> Optional.of(TarType.FILE);
            case DIRECTORY -> Optional.of(TarType.DIRECTORY);
            case SYMLINK -> Optional.of(TarType.SYMLINK);
            case CHARACTER -> Optional.of(TarType.CHARACTER);
            case BLOCK -> Optional.of(TarType.BLOCK);
            case FIFO -> Optional.of(TarType.FIFO);
            case SOCKET -> Optional.empty();
        };
    }
}
