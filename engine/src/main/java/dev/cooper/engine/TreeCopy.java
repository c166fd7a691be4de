// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies a tree into a directory: contents, modes, times, links to the same file as such. Used for
/// one copy, by one thread.
///
/// Both sides are walked name by name from open directories, so a side that changes meanwhile can
/// spoil the copy and nothing else.
final class TreeCopy {
    private static final int MAX_DEPTH = 2000;

    private record FileId(long device, long inode) {}

    private final Dir top;
    private final TreeWriter writer;
    private final Map<FileId, List<Name>> copied = new HashMap<>();

    /// @param top the directory that everything is copied into
    TreeCopy(Dir top, TreeWriter.Owner owner) {
        this.top = top;
        this.writer = new TreeWriter(owner);
    }

    /// Copies a source under this name.
    void as(CopySource source, Name name) throws IOException {
        List<Name> path = List.of(name);
        Name entry = source.entry();
        if (entry == null) {
            directory(source.dir(), top, path);
        } else {
            other(source.dir(), new DirEntry(entry, source.stat().type()), top, path);
        }
    }

    /// Copies what is in a directory.
    void contents(CopySource source) throws IOException {
        entries(source.dir(), top, List.of());
    }

    private void directory(Dir from, Dir toParent, List<Name> path) throws IOException {
        if (path.size() > MAX_DEPTH) {
            throw new CooperException.InvalidInput(
                    "directories are nested more than " + MAX_DEPTH + " deep");
        }
        TarEntry entry = TreeEntry.directory(from.self(), Bytes.of(Name.join(path).bytes()));
        boolean made = writer.directory(toParent, path.getLast(), entry);
        try (Dir to = toParent.openDir(path.getLast())) {
            entries(from, to, path);
            if (made) {
                writer.finish(to, entry);
            }
        }
    }

    private void entries(Dir from, Dir to, List<Name> path) throws IOException {
        for (DirEntry each : from.list()) {
            List<Name> below = new ArrayList<>(path);
            below.add(each.name());
            if (from.stat(each.name()).isDirectory()) {
                try (Dir child = from.openDir(each.name())) {
                    directory(child, to, below);
                }
            } else {
                other(from, each, to, below);
            }
        }
    }

    private void other(Dir from, DirEntry source, Dir to, List<Name> path) throws IOException {
        Stat stat = from.stat(source.name());
        Optional<TarEntry> described =
                TreeEntry.describe(from, source.name(), stat, Bytes.of(Name.join(path).bytes()));
        if (described.isEmpty()) {
            return;
        }
        TarEntry entry = described.get();
        if (entry.type() != TarType.FILE) {
            writer.special(to, path.getLast(), entry);
            return;
        }
        FileId id = new FileId(stat.dev(), stat.ino());
        List<Name> first = stat.nlink() > 1 ? copied.putIfAbsent(id, path) : null;
        if (first != null) {
            link(first, to, path.getLast(), entry);
            return;
        }
        try (OpenFile file = from.openFile(source.name())) {
            writer.file(to, path.getLast(), entry, file::copyTo);
        }
    }

    private void link(List<Name> first, Dir to, Name name, TarEntry entry) throws IOException {
        if (first.size() == 1) {
            writer.hardLink(top, first.getLast(), to, name, entry);
            return;
        }
        try (Dir dir = top.openDir(Name.join(first.subList(0, first.size() - 1)))) {
            writer.hardLink(dir, first.getLast(), to, name, entry);
        }
    }
}
