// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The digest of what a copy reads of a tree: for every file its name below the selection, type,
/// mode, owner, size, link, extended attributes and bytes. Never a time: touching a file changes
/// nothing.
///
/// One thread walks; files that aren't known ([FileDigests]) are read by others. A known one costs
/// a stat.
public final class ContentDigest {
    private final SourceTree tree;
    private final DigestInOrder digest;
    private final FileReads reads;
    private final FileListing listing;
    private final LongConsumer read;

    /// Files with several names in a tree that doesn't change: each is read once.
    private final Map<FileId, FileFacts> linked = new HashMap<>();

    private record FileId(long device, long inode) {}

    private ContentDigest(
            SourceTree tree,
            DigestInOrder digest,
            FileReads reads,
            FileListing listing,
            LongConsumer read) {
        this.tree = tree;
        this.digest = digest;
        this.reads = reads;
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
    /// @param read is told of bytes that had to be read, by any thread
    public static Digest of(
            SourceTree tree,
            List<Selected> selection,
            Excludes excludes,
            FileListing listing,
            LongConsumer read)
            throws IOException, InterruptedException {
        DigestInOrder digest = new DigestInOrder();
        FileReads reads = new FileReads();
        try (reads) {
            for (Selected each : selection) {
                new ContentDigest(excludes.in(tree, each), digest, reads, listing, read).add(each);
            }
            return digest.digest();
        } finally {
            reads.close();
            digest.abandon();
        }
    }

    private void add(Selected selected) throws IOException, InterruptedException {
        Name path = selected.path();
        parents(selected);
        Name parent = path.parent();
        if (path.isEmpty()) {
            try (Dir root = tree.root().duplicate()) {
                Stat self = tree.root().self();
                header(selected.name(), self);
                list(path, self, null, FileFacts.NO_ATTRIBUTES);
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
            list(path, stat, null, FileFacts.NO_ATTRIBUTES);
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
                byte[] attributes = attributes(folder, child);
                digest.field(attributes);
                list(path, stat, null, attributes);
                try (Dir dir = folder.openDir(child)) {
                    children(dir, path);
                }
            }
            case REGULAR -> regular(folder, child, path, label, stat);
            case SYMLINK -> {
                header(label, stat);
                Name target = folder.readlink(child);
                digest.field(target.bytes());
                list(path, stat, target, FileFacts.NO_ATTRIBUTES);
            }
            case CHARACTER, BLOCK, FIFO -> {
                header(label, stat);
                digest.number(stat.rdev());
                list(path, stat, null, FileFacts.NO_ATTRIBUTES);
            }
        }
    }

    private void regular(Dir folder, Name child, Name path, Name label, Stat stat)
            throws IOException, InterruptedException {
        header(label, stat);
        FileDigests digests = tree.digests();
        FileFacts known = digests == null ? linked(folder, child, stat) : digests.find(stat);
        FileListing.Entry line = list(path, stat, null, FileFacts.NO_ATTRIBUTES);
        if (known == null) {
            digest.content(
                    reads.begin(
                            folder.openFile(child),
                            file ->
                                    digests == null
                                            ? FileDigests.facts(file, stat.size(), read)
                                            : digests.read(file, read)),
                    line::set);
            return;
        }
        byte[] attributes = known.plain() ? FileFacts.NO_ATTRIBUTES : attributes(folder, child);
        digest.raw(known.content());
        digest.field(attributes);
        line.set(new FileFacts(known.content(), attributes));
    }

    /// @return null if it has one name only
    private @Nullable FileFacts linked(Dir folder, Name child, Stat stat)
            throws IOException, InterruptedException {
        if (stat.nlink() <= 1) {
            return null;
        }
        FileId id = new FileId(stat.dev(), stat.ino());
        FileFacts known = linked.get(id);
        if (known == null) {
            try (OpenFile file = folder.openFile(child)) {
                known = FileDigests.facts(file, stat.size(), read);
            }
            linked.put(id, known);
        }
        return known;
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
        digest.number(-1);
    }

    private void header(Name label, Stat stat) {
        digest.field(label.bytes());
        digest.number(stat.mode());
        digest.number(tree.uid(stat));
        digest.number(tree.gid(stat));
        if (stat.isRegular()) {
            digest.number(stat.size());
        }
    }

    private FileListing.Entry list(Name path, Stat stat, @Nullable Name target, byte[] attributes) {
        return listing.add(path, stat, tree.uid(stat), tree.gid(stat), target, attributes);
    }

    private static byte[] attributes(Dir folder, Name child) throws IOException {
        return FileFacts.attributes(folder.xattrs(child));
    }
}
