// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Removes a tree of any depth without recursion: a stack of open folders, kept short by moving
/// what lies deep up to the top, so that neither descriptors nor path lengths run out.
final class TreeRemoval {
    private static final int MOST_OPEN = 64;

    private TreeRemoval() {}

    private record Level(Dir dir, Name name, Deque<DirEntry> left) {}

    static void remove(Dir parent, Name name) throws PosixException {
        Stat stat = parent.statOrNull(name);
        if (stat == null) {
            return;
        }
        if (!stat.isDirectory()) {
            parent.unlink(name);
            return;
        }
        Deque<Level> open = new ArrayDeque<>();
        int moved = 0;
        try {
            open.push(level(parent, name));
            while (!open.isEmpty()) {
                Level level = open.getFirst();
                DirEntry entry = level.left().poll();
                if (entry == null) {
                    level.dir().close();
                    open.pop();
                    Dir above = open.isEmpty() ? parent : open.getFirst().dir();
                    above.rmdir(level.name());
                } else if (entry.type() != FileType.DIRECTORY) {
                    level.dir().unlink(entry.name());
                } else if (open.size() < MOST_OPEN) {
                    open.push(level(level.dir(), entry.name()));
                } else {
                    Level top = open.getLast();
                    Name lifted = Name.of(".cooper-removing-" + moved++);
                    level.dir().rename(entry.name(), top.dir(), lifted);
                    top.left().add(new DirEntry(lifted, FileType.DIRECTORY));
                }
            }
        } finally {
            open.forEach(each -> each.dir().close());
        }
    }

    private static Level level(Dir parent, Name name) throws PosixException {
        if (Kernel.uid() != 0) {
            parent.chmod(name, 0700);
        }
        Dir dir = parent.openDir(name);
        List<DirEntry> entries;
        try {
            entries = dir.list();
        } catch (PosixException e) {
            dir.close();
            throw e;
        }
        return new Level(dir, name, new ArrayDeque<>(entries));
    }
}
