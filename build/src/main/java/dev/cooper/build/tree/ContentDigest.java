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

/// The digest of what a copy reads of a tree: for every file its name below the selection, type,
/// mode, owner, size, link, extended attributes and bytes. Never a time: touching a file changes
/// nothing.
public final class ContentDigest {
    private final SourceTree tree;
    private final Digester digester;

    private ContentDigest(SourceTree tree, Digester digester) {
        this.tree = tree;
        this.digester = digester;
    }

    /// @param excludes what of each selected folder is left out
    public static Digest of(SourceTree tree, List<Selected> selection, Excludes excludes)
            throws IOException, InterruptedException {
        Digester digester = Digest.digester();
        for (Selected each : selection) {
            new ContentDigest(excludes.in(tree, each), digester).add(each);
        }
        return digester.digest();
    }

    private void add(Selected selected) throws IOException, InterruptedException {
        Name path = selected.path();
        parents(selected);
        Name parent = path.parent();
        if (path.isEmpty()) {
            try (Dir root = tree.root().duplicate()) {
                header(selected.name(), tree.root().self());
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
            header(kept, tree.root().stat(path));
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
                xattrs(folder.xattrs(child));
                try (Dir dir = folder.openDir(child)) {
                    children(dir, path);
                }
            }
            case REGULAR -> {
                header(label, stat);
                xattrs(folder.xattrs(child));
                try (OpenFile file = folder.openFile(child)) {
                    FileDigests digests = tree.digests();
                    field(
                            (digests == null ? FileDigests.read(file) : digests.digest(file))
                                    .toString()
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
            case SYMLINK -> {
                header(label, stat);
                field(folder.readlink(child).bytes());
            }
            case CHARACTER, BLOCK, FIFO -> {
                header(label, stat);
                number(stat.rdev());
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

    private void xattrs(Map<String, byte[]> attributes) {
        attributes.forEach((name, value) -> {
            if (Xattrs.belongs(name)) {
                field(Name.of(name).bytes());
                field(value);
            }
        });
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
