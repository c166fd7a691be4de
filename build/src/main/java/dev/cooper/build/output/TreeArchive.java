// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import dev.cooper.build.tree.Xattrs;
import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes what is in a folder as a tar: parents first, names sorted bytewise in each folder, times
/// in whole seconds, hard links by inode. The same tree gives the same bytes. The folder itself has
/// no entry, sockets have none.
public final class TreeArchive {
    private static final int BUFFER = 1 << 16;
    private static final Bytes SLASH = Bytes.of("/");

    private record FileId(long device, long inode) {}

    private record Level(Dir dir, Bytes path, Iterator<DirEntry> left) {}

    private final TarWriter tar;
    private final long latest;
    private final Map<FileId, Bytes> firstNames = new HashMap<>();

    private TreeArchive(TarWriter tar, long latest) {
        this.tar = tar;
        this.latest = latest;
    }

    /// Writes the archive and flushes; nothing is closed.
    public static void write(Dir root, OutputStream out) throws IOException, InterruptedException {
        write(root, out, Long.MAX_VALUE);
    }

    /// As [#write(Dir, OutputStream)].
    ///
    /// @param latest seconds since 1970 that no time is later than
    public static void write(Dir root, OutputStream out, long latest)
            throws IOException, InterruptedException {
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER));
        new TreeArchive(tar, latest).walk(root);
        tar.finish();
    }

    private void walk(Dir root) throws IOException, InterruptedException {
        Deque<Level> open = new ArrayDeque<>();
        try {
            Dir own = root.duplicate();
            open.push(new Level(own, Bytes.EMPTY, own.list().iterator()));
            while (!open.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Level level = open.getFirst();
                if (!level.left().hasNext()) {
                    open.pop().dir().close();
                    continue;
                }
                Name name = level.left().next().name();
                Bytes path = level.path().concat(Bytes.of(name.bytes()));
                Stat stat = level.dir().stat(name);
                if (stat.isDirectory()) {
                    tar.entry(entry(level.dir(), name, path, stat, TarType.DIRECTORY, 0));
                    Dir below = level.dir().openDir(name);
                    open.push(new Level(below, path.concat(SLASH), below.list().iterator()));
                } else {
                    file(level.dir(), name, path, stat);
                }
            }
        } finally {
            open.forEach(each -> each.dir().close());
        }
    }

    private void file(Dir dir, Name name, Bytes path, Stat stat) throws IOException {
        if (stat.type() == FileType.SOCKET) {
            return;
        }
        if (stat.nlink() > 1) {
            Bytes first = firstNames.putIfAbsent(new FileId(stat.dev(), stat.ino()), path);
            if (first != null) {
                tar.entry(link(path, first, stat));
                return;
            }
        }
        switch (stat.type()) {
            case REGULAR -> {
                try (OpenFile file = dir.openFile(name);
                        InputStream content = file.inputStream()) {
                    long size = file.stat().size();
                    tar.entry(entry(dir, name, path, stat, TarType.FILE, size), content);
                }
            }
            case SYMLINK -> tar.entry(entry(dir, name, path, stat, TarType.SYMLINK, 0));
            case CHARACTER -> tar.entry(entry(dir, name, path, stat, TarType.CHARACTER, 0));
            case BLOCK -> tar.entry(entry(dir, name, path, stat, TarType.BLOCK, 0));
            case FIFO -> tar.entry(entry(dir, name, path, stat, TarType.FIFO, 0));
            case DIRECTORY, SOCKET -> throw new IllegalArgumentException(path + " is no file");
        }
    }

    private TarEntry entry(Dir dir, Name name, Bytes path, Stat stat, TarType type, long size)
            throws IOException {
        SortedMap<Bytes, Bytes> xattrs = new TreeMap<>();
        if (type != TarType.SYMLINK) {
            for (Map.Entry<String, byte[]> each : dir.xattrs(name).entrySet()) {
                if (Xattrs.belongs(each.getKey())) {
                    xattrs.put(Bytes.of(Name.of(each.getKey()).bytes()), Bytes.of(each.getValue()));
                }
            }
        }
        return new TarEntry(
                path,
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                size,
                Math.min(stat.mtimeSeconds(), latest),
                0,
                type == TarType.SYMLINK ? Bytes.of(dir.readlink(name).bytes()) : Bytes.EMPTY,
                Stat.major(stat.rdev()),
                Stat.minor(stat.rdev()),
                xattrs);
    }

    private TarEntry link(Bytes path, Bytes first, Stat stat) {
        return new TarEntry(
                path,
                TarType.HARDLINK,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                0,
                Math.min(stat.mtimeSeconds(), latest),
                0,
                first,
                0,
                0,
                Collections.emptySortedMap());
    }
}
