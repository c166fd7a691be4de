// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Unpacks an archive into a directory of a container (`docker cp - NAME:DIR`), owners and modes as
/// the archive has them. It is decompressed here, whatever the container may have at hand. Used for
/// one archive, by one thread.
///
/// The directories above an entry may be links, as in `bin` → `usr/bin`: they are followed inside
/// the container's root. An entry itself is never written through a link.
final class TreeUnpack {
    private static final Name DOT_DOT = Name.of("..");

    private record Made(List<Name> path, TarEntry entry) {}

    private final Dir root;
    private final List<Name> target;
    private final TreeWriter writer = new TreeWriter(TreeWriter.Owner.AS_GIVEN);
    private final List<Made> made = new ArrayList<>();

    private TreeUnpack(Dir root, List<Name> target) {
        this.root = root;
        this.target = target;
    }

    /// Reads the archive to its end; the stream stays open.
    ///
    /// @param target components of a directory below `root`, none of them a link
    static void read(InputStream in, Dir root, List<Name> target) throws IOException {
        InputStream plain = Compression.decompressDetected(new BufferedInputStream(in, 1 << 16));
        // Not closed, as that would close the stream too.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarReader tar = new TarReader(plain, TarLimits.DEFAULT);
        TreeUnpack unpack = new TreeUnpack(root, target);
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            unpack.entry(entry, tar.content());
        }
        unpack.finish();
    }

    private void entry(TarEntry entry, InputStream content) throws IOException {
        List<Name> path = inside(entry.path(), entry);
        if (path.size() == target.size()) {
            if (!entry.isDirectory()) {
                throw outside(entry);
            }
            return;
        }
        Name name = path.getLast();
        try (Dir parent = TreePaths.make(root, path.subList(0, path.size() - 1))) {
            switch (entry.type()) {
                case DIRECTORY -> {
                    if (writer.directory(parent, name, entry)) {
                        made.add(new Made(path, entry));
                    }
                }
                case FILE -> writer.file(parent, name, entry, file -> fill(file, content));
                case HARDLINK -> hardLink(parent, name, entry);
                case SYMLINK, FIFO, CHARACTER, BLOCK -> writer.special(parent, name, entry);
            }
        }
    }

    private void hardLink(Dir parent, Name name, TarEntry entry) throws IOException {
        List<Name> path = inside(entry.linkTarget(), entry);
        if (path.size() == target.size()) {
            throw outside(entry);
        }
        try (Dir from = TreePaths.open(root, path.subList(0, path.size() - 1))) {
            writer.hardLink(from, path.getLast(), parent, name, entry);
        }
    }

    private void finish() throws IOException {
        for (Made each : made.reversed()) {
            try (Dir parent = TreePaths.open(root, each.path().subList(0, each.path().size() - 1));
                    Dir dir = parent.openDir(each.path().getLast())) {
                writer.finish(dir, each.entry());
            }
        }
    }

    /// The entry's path from the root.
    private List<Name> inside(Bytes path, TarEntry entry) {
        if (path.indexOf(0, 0) >= 0) {
            throw outside(entry);
        }
        List<Name> parts = new ArrayList<>(target);
        for (Name each : Name.of(path.array()).components()) {
            if (!each.equals(DOT_DOT)) {
                parts.add(each);
            } else if (parts.size() > target.size()) {
                parts.removeLast();
            } else {
                throw outside(entry);
            }
        }
        return List.copyOf(parts);
    }

    private CooperException outside(TarEntry entry) {
        return new CooperException.InvalidInput(
                "the archive's entry \"%s\" leads out of /%s"
                        .formatted(entry.path(), Name.join(target)));
    }

    private static void fill(OpenFile file, InputStream content) throws IOException {
        OutputStream out = file.outputStream();
        content.transferTo(out);
        out.flush();
    }
}
