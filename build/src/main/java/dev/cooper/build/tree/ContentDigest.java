// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The digest of what a copy reads of a tree: for every file its name below the selection, type,
/// mode, owner, size, link, extended attributes and bytes. Never a time: touching a file changes
/// nothing.
public final class ContentDigest {
    private final SourceTree tree;
    private final Digester digester;
    private final FileListing listing;
    private final LongConsumer read;

    private ContentDigest(
            SourceTree tree, Digester digester, FileListing listing, LongConsumer read) {
        this.tree = tree;
        this.digester = digester;
        this.listing = listing;
        this.read = read;
    }

    /// @param excludes what of each selected folder is left out
    public static Digest of(SourceTree tree, List<Selected> selection, Excludes excludes)
            throws IOException, InterruptedException {
        return of(tree, selection, excludes, new FileListing(), _ -> {});
    }

    /// As [#of(SourceTree, List, Excludes)].
    ///
    /// @param listing gets a line for each file
    /// @param read is told of bytes that had to be read
    public static Digest of(
            SourceTree tree,
            List<Selected> selection,
            Excludes excludes,
            FileListing listing,
            LongConsumer read)
            throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        for (Selected each : selection) {
            new ContentDigest(excludes.in(tree, each), digester, listing, read).add(each);
        }
        return digester.digest();
    }

    private void add(Selected selected) throws IOException, InterruptedException {
        Name path = selected.path();
        parents(selected);
        Name parent = path.parent();
        if (path.isEmpty()) {
            try (Dir root = tree.root().duplicate()) {
                Stat self = tree.root().self();
                header(selected.name(), self);
                list(path, self, null, null);
                children(root, path);
            }
            return;
        }
        try (Dir folder = parent == null ? tree.root().duplicate() : tree.root().openDir(parent)) {
            entry(folder, path.fileName(), path, selected.name(), selected.stat());
        }
    }

    /// With `--parents` the folders on the kept path are copied too.
    private void parents(Selected selected) throws IOException {
        Name kept = selected.name().parent();
        Name path = selected.path().parent();
        while (kept != null && path != null) {
            Stat stat = tree.root().stat(path);
            header(kept, stat);
            list(path, stat, null, null);
            kept = kept.parent();
            path = path.parent();
        }
    }

    private void entry(Dir folder, Name child, Name path, Name label, Stat stat)
            throws IOException, InterruptedException {
        switch (stat.type()) {
            case SOCKET -> {
                // Not copied, so not read.
            }
            case DIRECTORY -> {
                header(label, stat);
                list(path, stat, null, xattrs(folder.xattrs(child)));
                try (Dir dir = folder.openDir(child)) {
                    children(dir, path);
                }
            }
            case REGULAR -> {
                header(label, stat);
                Digest attributes = xattrs(folder.xattrs(child));
                try (OpenFile file = folder.openFile(child)) {
                    FileDigests digests = tree.digests();
                    Digest content =
                            digests == null
                                    ? FileDigests.read(file, read)
                                    : digests.digest(file, read);
                    field(content.toString().getBytes(StandardCharsets.US_ASCII));
                    list(path, stat, content, attributes);
                }
            }
            case SYMLINK -> {
                header(label, stat);
                Name target = folder.readlink(child);
                field(target.bytes());
                list(path, stat, target, null);
            }
            case CHARACTER, BLOCK, FIFO -> {
                header(label, stat);
                number(stat.rdev());
                list(path, stat, null, null);
            }
        }
    }

    private void children(Dir dir, Name path) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (DirEntry entry : dir.list()) {
            Name child = path.child(entry.name());
            Stat stat = dir.stat(entry.name());
            if (tree.holds(dir, entry.name(), child, stat.isDirectory())) {
                entry(dir, entry.name(), child, entry.name(), stat);
            }
        }
        // Where a folder ends; else a file could move out of it unseen.
        number(-1);
    }

    private void header(Name label, Stat stat) {
        field(label.bytes());
        number(stat.mode());
        number(tree.uid(stat));
        number(tree.gid(stat));
        if (stat.isRegular()) {
            number(stat.size());
        }
    }

    private void list(Name path, Stat stat, @Nullable Object content, @Nullable Digest attributes) {
        listing.add(path, stat, tree.uid(stat), tree.gid(stat), content, attributes);
    }

    /// @return their own digest; null if there are none that count
    private @Nullable Digest xattrs(Map<String, byte[]> attributes) {
        Digester own = null;
        for (Map.Entry<String, byte[]> each : attributes.entrySet()) {
            if (Xattrs.belongs(each.getKey())) {
                byte[] name = Name.of(each.getKey()).bytes();
                field(name);
                field(each.getValue());
                own = own == null ? Digest.digester() : own;
                own.update(name, 0, name.length);
                own.update(each.getValue(), 0, each.getValue().length);
            }
        }
        return own == null ? null : own.digest();
    }

    private void field(byte[] bytes) {
        number(bytes.length);
        digester.update(bytes, 0, bytes.length);
    }

    private void number(long n) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(n).array();
        digester.update(bytes, 0, bytes.length);
    }
}
