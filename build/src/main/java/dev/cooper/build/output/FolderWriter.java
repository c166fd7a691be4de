// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.output;

import dev.cooper.build.tree.Xattrs;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Kernel;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;

/// Writes a tree into a folder of the host. What is there and isn't in the tree stays; a file or a
/// link gives way to what the tree has in its place, and so does a folder to a file. Links that are
/// there are never followed, so nothing is written outside of the folder.
///
/// Everything belongs to whoever runs this; modes, times and links are the tree's, and device files
/// are made if that is allowed. Used once.
public final class FolderWriter {
    private static final Name DRAFT = Name.of(".cooper-output.tmp");

    private record FileId(long device, long inode) {}

    private record Level(Dir from, Dir to, Name path, Stat stat, Iterator<DirEntry> left) {
        void close() {
            from.close();
            to.close();
        }
    }

    private final Dir root;
    private final long latest;
    private final LongConsumer written;
    private final Map<FileId, Name> linked = new HashMap<>();

    private FolderWriter(Dir root, long latest, LongConsumer written) {
        this.root = root;
        this.latest = latest;
        this.written = written;
    }

    /// @param folder made if it isn't there
    /// @param latest seconds since 1970 that no time is later than
    /// @param written is told of bytes as they are written
    public static void write(Dir tree, Path folder, long latest, LongConsumer written)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (Dir root = Dir.open(folder)) {
            new FolderWriter(root, latest, written).walk(tree);
        }
    }

    private void walk(Dir tree) throws IOException, InterruptedException {
        Deque<Level> open = new ArrayDeque<>();
        try {
            Dir from = tree.duplicate();
            open.push(
                    new Level(
                            from,
                            root.duplicate(),
                            Name.of(""),
                            from.self(),
                            from.list().iterator()));
            while (!open.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Level level = open.getFirst();
                if (!level.left().hasNext()) {
                    open.pop();
                    finish(level);
                    continue;
                }
                Name name = level.left().next().name();
                Stat stat = level.from().stat(name);
                if (stat.isDirectory()) {
                    open.push(folder(level, name, stat));
                } else {
                    file(level, name, stat);
                }
            }
        } finally {
            open.forEach(Level::close);
        }
    }

    private static Level folder(Level level, Name name, Stat stat) throws IOException {
        Stat there = level.to().statOrNull(name);
        if (there != null && !there.isDirectory()) {
            level.to().unlink(name);
        }
        if (there == null || !there.isDirectory()) {
            level.to().mkdir(name, 0700);
        }
        Dir from = level.from().openDir(name);
        try {
            Dir to = level.to().openDir(name);
            return new Level(from, to, level.path().child(name), stat, from.list().iterator());
        } catch (IOException e) {
            from.close();
            throw e;
        }
    }

    /// Mode and time come last: what is made in a folder changes them. The folder itself keeps its
    /// own.
    private void finish(Level level) throws IOException {
        try {
            if (!level.path().isEmpty()) {
                attributes(level.from().xattrsSelf(), level.to()::setXattrSelf);
                level.to().chmodSelf(level.stat().permissions());
                level.to().setTimesSelf(seconds(level.stat()), nanos(level.stat()));
            }
        } finally {
            level.close();
        }
    }

    private void file(Level level, Name name, Stat stat) throws IOException {
        Dir to = level.to();
        FileId id = new FileId(stat.dev(), stat.ino());
        Name first = stat.nlink() > 1 ? linked.get(id) : null;
        to.deleteTree(DRAFT);
        if (first != null) {
            to.link(root, first, DRAFT);
        } else {
            switch (stat.type()) {
                case REGULAR -> regular(level, name, stat);
                case SYMLINK -> {
                    to.symlink(level.from().readlink(name), DRAFT);
                    to.setTimes(DRAFT, seconds(stat), nanos(stat));
                }
                case CHARACTER, BLOCK, FIFO -> {
                    if (!special(to, stat)) {
                        return;
                    }
                }
                case SOCKET -> {
                    return;
                }
                case DIRECTORY -> throw new IllegalArgumentException(name + " is a folder");
            }
        }
        Stat there = to.statOrNull(name);
        if (there != null && there.isDirectory()) {
            to.deleteTree(name);
        }
        to.rename(DRAFT, to, name);
        if (stat.nlink() > 1) {
            linked.putIfAbsent(id, level.path().child(name));
        }
    }

    private void regular(Level level, Name name, Stat stat) throws IOException {
        try (OpenFile in = level.from().openFile(name);
                OpenFile out = level.to().create(DRAFT, 0600)) {
            written.accept(in.copyTo(out));
            attributes(in.xattrs(), out::setXattr);
            out.chmod(stat.permissions());
            out.setTimes(seconds(stat), nanos(stat));
        }
    }

    /// False if that isn't allowed here.
    private boolean special(Dir to, Stat stat) throws IOException {
        try {
            to.mknod(DRAFT, stat.mode(), stat.rdev());
        } catch (PosixException e) {
            if (e.is(Errno.EPERM)) {
                return false;
            }
            throw e;
        }
        to.chmod(DRAFT, stat.permissions());
        to.setTimes(DRAFT, seconds(stat), nanos(stat));
        return true;
    }

    private interface Attribute {
        void set(String name, byte[] value) throws PosixException;
    }

    /// Those that the file system, or the user, may have.
    private static void attributes(Map<String, byte[]> xattrs, Attribute attribute)
            throws IOException {
        for (Map.Entry<String, byte[]> each : xattrs.entrySet()) {
            boolean may = Kernel.uid() == 0 || each.getKey().startsWith("user.");
            if (may && Xattrs.belongs(each.getKey())) {
                try {
                    attribute.set(each.getKey(), each.getValue());
                } catch (PosixException e) {
                    if (!e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EPERM)) {
                        throw e;
                    }
                }
            }
        }
    }

    private long seconds(Stat stat) {
        return Math.min(stat.mtimeSeconds(), latest);
    }

    private int nanos(Stat stat) {
        return stat.mtimeSeconds() < latest ? stat.mtimeNanos() : 0;
    }
}
