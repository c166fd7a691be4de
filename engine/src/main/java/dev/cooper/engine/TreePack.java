// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarType;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/// Packs a tree into an archive (`docker cp NAME:SRC -`, `docker export`): the source first, under
/// its last name, then what is in it, sorted. Used for one archive, by one thread.
final class TreePack {
    private static final int MAX_DEPTH = 2000;

    private record FileId(long device, long inode) {}

    private final TarWriter tar;
    private final Map<FileId, Bytes> packed = new HashMap<>();

    private TreePack(TarWriter tar) {
        this.tar = tar;
    }

    /// Writes the archive; the stream stays open.
    static void write(CopySource source, OutputStream out) throws IOException {
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarWriter tar = new TarWriter(out);
        TreePack pack = new TreePack(tar);
        Name entry = source.entry();
        Name base = source.base().isEmpty() ? TreePaths.DOT : source.base();
        if (entry == null) {
            pack.directory(source.dir(), Bytes.of(base.bytes()), 0);
        } else {
            pack.other(source.dir(), entry, Bytes.of(base.bytes()));
        }
        tar.finish();
    }

    /// Writes what is in a folder, without the folder; the stream stays open.
    static void writeContents(Dir root, OutputStream out) throws IOException {
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarWriter tar = new TarWriter(out);
        new TreePack(tar).contents(root, Bytes.EMPTY, 0);
        tar.finish();
    }

    private void directory(Dir dir, Bytes path, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new CooperException.InvalidInput(
                    "directories are nested more than " + MAX_DEPTH + " deep");
        }
        tar.entry(TreeEntry.directory(dir.self(), path));
        contents(dir, path.concat(Bytes.of("/")), depth);
    }

    private void contents(Dir dir, Bytes prefix, int depth) throws IOException {
        for (DirEntry each : dir.list()) {
            Bytes below = prefix.concat(Bytes.of(each.name().bytes()));
            if (dir.stat(each.name()).isDirectory()) {
                try (Dir child = dir.openDir(each.name())) {
                    directory(child, below, depth + 1);
                }
            } else {
                other(dir, each.name(), below);
            }
        }
    }

    private void other(Dir dir, Name name, Bytes path) throws IOException {
        Stat stat = dir.stat(name);
        if (!stat.isRegular()) {
            var described = TreeEntry.describe(dir, name, stat, path);
            if (described.isPresent()) {
                tar.entry(described.get());
            }
            return;
        }
        try (OpenFile file = dir.openFile(name)) {
            // Of what was opened: the name may be another file's by now.
            Stat opened = file.stat();
            TarEntry entry = TreeEntry.describe(dir, name, opened, path).orElseThrow();
            FileId id = new FileId(opened.dev(), opened.ino());
            Bytes first = opened.nlink() > 1 ? packed.putIfAbsent(id, path) : null;
            if (first == null) {
                tar.entry(entry, file.inputStream());
            } else {
                tar.entry(link(entry, first));
            }
        }
    }

    private static TarEntry link(TarEntry file, Bytes first) {
        return new TarEntry(
                file.path(),
                TarType.HARDLINK,
                file.mode(),
                file.uid(),
                file.gid(),
                0,
                file.mtimeSeconds(),
                file.mtimeNanos(),
                first,
                0,
                0,
                file.xattrs());
    }
}
