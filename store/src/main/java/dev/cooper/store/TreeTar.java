// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Writes one tree in overlay form as a layer archive (OCI image specification, layer.md). The same
/// tree over the same parents gives the same bytes.
///
/// - A folder comes before what is in it. In each folder the opaque marker comes first, then the
///   whiteouts, as layer.md asks, then the rest; each bytewise by the name in the archive, where a
///   folder's has a slash at its end.
/// - There is no entry for the root: docker writes none, so its own mode is not part of a layer.
/// - Hard links are found by inode within the tree; the first name is the file.
/// - What hides nothing is left out: overlayfs marks new folders as opaque that no parent has, and
///   whether a step or a copy made a folder must not show in the digest.
/// - Sockets are left out; so are attributes that say how the tree is stored or what this machine
///   thinks of it ([LayerXattrs]).
final class TreeTar {
    private static final int BUFFER = 1 << 16;
    private static final Bytes SLASH = Bytes.of("/");
    private static final Bytes OPAQUE = Bytes.of(EntryPath.OPAQUE);
    private static final byte[] WHITEOUT = EntryPath.PREFIX.bytes();

    private final TarWriter tar;
    private final Map<Long, Bytes> firstNames = new HashMap<>();
    private long size;

    /// A folder being written.
    ///
    /// @param path in the archive, with a slash at its end; empty for the root
    /// @param below the folder as the parents have it, null if they have none or it is hidden
    private record Level(Bytes path, Dir own, @Nullable Dir below, Iterator<Child> left)
            implements AutoCloseable {
        @Override
        public void close() {
            own.close();
            if (below != null) {
                below.close();
            }
        }
    }

    /// @param order the name by which it is sorted among its kind
    private record Child(Name name, Name order, Stat stat) {}

    private TreeTar(TarWriter tar) {
        this.tar = tar;
    }

    /// @param below the parents' merged tree; null for none
    /// @return the sizes of the regular files together
    static long write(Dir own, @Nullable Dir below, OutputStream out)
            throws IOException, InterruptedException {
        // Flushed by finish and not closed: the stream is the caller's.
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER));
        TreeTar writer = new TreeTar(tar);
        writer.walk(own.duplicate(), below == null ? null : below.duplicate());
        tar.finish();
        return writer.size;
    }

    private void walk(Dir own, @Nullable Dir below) throws IOException, InterruptedException {
        List<Level> open = new ArrayList<>();
        try {
            open.add(level(Bytes.EMPTY, own, below));
            while (!open.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Level level = open.getLast();
                if (!level.left().hasNext()) {
                    open.removeLast().close();
                } else {
                    Level deeper = child(level, level.left().next());
                    if (deeper != null) {
                        open.add(deeper);
                    }
                }
            }
        } finally {
            open.forEach(Level::close);
        }
    }

    /// Writes the whiteouts of a folder; the rest is left to be iterated.
    private Level level(Bytes path, Dir own, @Nullable Dir below) throws IOException {
        List<Child> children = new ArrayList<>();
        for (DirEntry each : own.list()) {
            Stat stat = own.stat(each.name());
            if (stat.isWhiteout()) {
                if (below != null && below.statOrNull(each.name()) != null) {
                    marker(path.concat(whiteout(each.name())));
                }
            } else if (each.name().startsWith(EntryPath.PREFIX)) {
                throw new IOException(
                        "a layer can't hold the file /%s: names that begin with .wh. stand for deletions there; rename or delete it"
                                .formatted(path.concat(bytes(each.name()))));
            } else if (stat.type() != FileType.SOCKET) {
                children.add(new Child(each.name(), order(each.name(), stat), stat));
            }
        }
        children.sort(Comparator.comparing(Child::order));
        return new Level(path, own, below, children.iterator());
    }

    private static Name order(Name name, Stat stat) {
        if (!stat.isDirectory()) {
            return name;
        }
        byte[] bytes = name.bytes();
        byte[] withSlash = Arrays.copyOf(bytes, bytes.length + 1);
        withSlash[bytes.length] = '/';
        return Name.of(withSlash);
    }

    private static Bytes whiteout(Name name) {
        return Bytes.of(WHITEOUT).concat(bytes(name));
    }

    private static Bytes bytes(Name name) {
        return Bytes.of(name.bytes());
    }

    private void marker(Bytes path) throws IOException {
        tar.entry(TarEntry.file(path, 0, 0));
    }

    /// Writes one entry; what is in it is for the caller if it is a folder.
    private @Nullable Level child(Level level, Child child) throws IOException {
        Bytes path = level.path().concat(bytes(child.name()));
        Stat stat = child.stat();
        if (stat.nlink() > 1 && !stat.isDirectory()) {
            Bytes first = firstNames.putIfAbsent(stat.ino(), path);
            if (first != null) {
                tar.entry(entry(path, TarType.HARDLINK, stat, 0, first, none()));
                return null;
            }
        }
        Map<String, byte[]> xattrs = level.own().xattrs(child.name());
        SortedMap<Bytes, Bytes> kept = LayerXattrs.archived(xattrs);
        switch (stat.type()) {
            case DIRECTORY -> {
                tar.entry(entry(path, TarType.DIRECTORY, stat, 0, Bytes.EMPTY, kept));
                return folder(level, child.name(), path, LayerXattrs.isOpaque(xattrs));
            }
            case REGULAR -> {
                try (OpenFile file = level.own().openFile(child.name());
                        InputStream content = file.inputStream()) {
                    tar.entry(
                            entry(path, TarType.FILE, stat, stat.size(), Bytes.EMPTY, kept),
                            content);
                }
                size += stat.size();
            }
            case SYMLINK -> {
                Bytes target = bytes(level.own().readlink(child.name()));
                tar.entry(entry(path, TarType.SYMLINK, stat, 0, target, kept));
            }
            case CHARACTER -> tar.entry(entry(path, TarType.CHARACTER, stat, 0, Bytes.EMPTY, kept));
            case BLOCK -> tar.entry(entry(path, TarType.BLOCK, stat, 0, Bytes.EMPTY, kept));
            case FIFO -> tar.entry(entry(path, TarType.FIFO, stat, 0, Bytes.EMPTY, kept));
            case SOCKET -> {
                // The name of a socket that was listened at: nobody listens in an image.
            }
        }
        return null;
    }

    private Level folder(Level level, Name name, Bytes path, boolean opaque) throws IOException {
        Bytes inside = path.concat(SLASH);
        Dir below = level.below() == null ? null : folderOrNull(level.below(), name);
        if (below != null && opaque) {
            below.close();
            below = null;
            marker(inside.concat(OPAQUE));
        }
        Dir own = null;
        try {
            own = level.own().openDir(name);
            return level(inside, own, below);
        } catch (IOException e) {
            if (own != null) {
                own.close();
            }
            if (below != null) {
                below.close();
            }
            throw e;
        }
    }

    private static @Nullable Dir folderOrNull(Dir parent, Name name) throws PosixException {
        try {
            return parent.openDir(name);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return null;
            }
            throw e;
        }
    }

    private static SortedMap<Bytes, Bytes> none() {
        return Collections.emptySortedMap();
    }

    private static TarEntry entry(
            Bytes path,
            TarType type,
            Stat stat,
            long size,
            Bytes target,
            SortedMap<Bytes, Bytes> xattrs) {
        return new TarEntry(
                path,
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                size,
                stat.mtimeSeconds(),
                0,
                target,
                Stat.major(stat.rdev()),
                Stat.minor(stat.rdev()),
                xattrs);
    }
}
