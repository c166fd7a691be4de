// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/// How large a tree is: the sizes of its regular files together, in bytes, each once however many
/// names it has. A tree may change meanwhile; what vanishes counts nothing.
final class TreeSize {
    private record Level(Dir dir, Iterator<DirEntry> left) {}

    private final Set<Long> linked = new HashSet<>();
    private long bytes;

    private TreeSize() {}

    /// @param root left open
    static long of(Dir root) throws IOException {
        TreeSize size = new TreeSize();
        Deque<Level> open = new ArrayDeque<>();
        try {
            open.push(level(root.duplicate()));
            while (!open.isEmpty()) {
                Level level = open.getFirst();
                if (!level.left().hasNext()) {
                    open.pop().dir().close();
                    continue;
                }
                DirEntry entry = level.left().next();
                try {
                    if (entry.type() == FileType.DIRECTORY) {
                        open.push(level(level.dir().openDir(entry.name())));
                    } else if (entry.type() == FileType.REGULAR) {
                        size.add(level.dir().stat(entry.name()));
                    }
                } catch (PosixException e) {
                    if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
                        throw e;
                    }
                }
            }
            return size.bytes;
        } finally {
            open.forEach(each -> each.dir().close());
        }
    }

    private static Level level(Dir dir) throws PosixException {
        try {
            return new Level(dir, dir.list().iterator());
        } catch (PosixException e) {
            dir.close();
            throw e;
        }
    }

    private void add(Stat stat) {
        if (stat.nlink() == 1 || linked.add(stat.ino())) {
            bytes += stat.size();
        }
    }
}
