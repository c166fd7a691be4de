// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.oci.Bytes;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Unpacks an archive into a folder of a root file system, as `ADD` does: names are what they are
/// (nothing is a whiteout), owners and modes as the archive has them, folders are merged, and
/// anything else makes way for what comes.
///
/// Names in archives are anybody's: `..` stops at the folder, and links, the archive's own among
/// them, are followed inside the root and nowhere else.
public final class ArchiveUnpacker {
    private final Dir root;
    private final Name folder;
    private final @Nullable Owner chown;
    private final Destination parents;
    private final List<Made> folders = new ArrayList<>();

    private record Made(Name path, TarEntry entry) {}

    /// @param folder where to, free of links
    /// @param chown whose everything becomes; null keeps the archive's owners
    public ArchiveUnpacker(Dir root, Name folder, @Nullable Owner chown) {
        this.root = root;
        this.folder = folder;
        this.chown = chown;
        this.parents = new Destination(root, chown == null ? Owner.ROOT : chown, null);
    }

    /// Reads a plain archive to its end; the stream stays open.
    ///
    /// @throws StepException if it is damaged, or over a limit; what was unpacked until then stays
    public void unpack(InputStream archive)
            throws IOException, InterruptedException, StepException {
        // Not closed: that would close the stream.
        @SuppressWarnings({"resource", "MustBeClosed"})
        TarReader tar = new TarReader(archive, TarLimits.DEFAULT);
        try {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                entry(entry, tar.content());
            }
        } catch (MalformedTarException e) {
            throw new StepException("cannot unpack the archive: " + e.getMessage(), e);
        }
        for (Made each : folders.reversed()) {
            if (isFolder(each.path())) {
                root.setTimes(each.path(), each.entry().mtimeSeconds(), each.entry().mtimeNanos());
            }
        }
    }

    private boolean isFolder(Name path) throws PosixException {
        Stat stat = root.statOrNull(path);
        return stat != null && stat.isDirectory();
    }

    private void entry(TarEntry entry, InputStream content) throws IOException, StepException {
        Name inside = inside(entry.path());
        if (inside.isEmpty()) {
            if (!entry.isDirectory()) {
                throw new StepException("the archive's entry " + entry.path() + " has no name");
            }
            return;
        }
        Name path = place(inside);
        switch (entry.type()) {
            case DIRECTORY -> directory(path, entry);
            case FILE -> file(path, entry, content);
            case HARDLINK -> hardLink(path, entry);
            case SYMLINK -> {
                makeRoom(path);
                root.symlink(Name.of(entry.linkTarget().array()), path);
                own(path, entry);
                root.setTimes(path, entry.mtimeSeconds(), entry.mtimeNanos());
            }
            case FIFO -> special(path, entry, 0010000, 0);
            case CHARACTER -> special(path, entry, 0020000, device(entry));
            case BLOCK -> special(path, entry, 0060000, device(entry));
        }
    }

    private static long device(TarEntry entry) {
        return Stat.device(entry.devMajor(), entry.devMinor());
    }

    /// The path below the folder that an entry's path means.
    private static Name inside(Bytes path) throws StepException {
        if (path.indexOf(0, 0) >= 0) {
            throw new StepException("the archive's entry " + path + " has a NUL in its name");
        }
        return Name.join(CleanPath.components(Name.of(path.array())));
    }

    /// Where that lies in the root, free of links but for its last name; the folders above exist
    /// afterwards.
    private Name place(Name inside) throws IOException, StepException {
        Name parent = inside.parent();
        if (parent == null) {
            return folder.child(inside);
        }
        return parents.folder(folder.child(parent)).child(inside.fileName());
    }

    private void directory(Name path, TarEntry entry) throws IOException {
        if (!isFolder(path)) {
            makeRoom(path);
            root.mkdir(path, 0700);
        }
        own(path, entry);
        root.chmod(path, entry.mode());
        xattrs(path, entry);
        folders.add(new Made(path, entry));
    }

    private void file(Name path, TarEntry entry, InputStream content) throws IOException {
        makeRoom(path);
        try (OpenFile file = root.create(path, 0600)) {
            OutputStream out = file.outputStream();
            content.transferTo(out);
            Owner owner = owner(entry);
            file.chown(owner.uid(), owner.gid());
            // After the owner: a change of that clears set-uid and capabilities.
            file.chmod(entry.mode());
            for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
                if (Xattrs.belongs(each.getKey().text())) {
                    file.setXattr(each.getKey().text(), each.getValue().array());
                }
            }
            file.setTimes(entry.mtimeSeconds(), entry.mtimeNanos());
        }
    }

    private void hardLink(Name path, TarEntry entry) throws IOException, StepException {
        Name target = place(inside(entry.linkTarget()));
        Stat stat = root.statOrNull(target);
        if (stat == null || stat.isDirectory()) {
            throw new StepException(
                    "the archive's entry %s is a link to %s, which is %s"
                            .formatted(
                                    entry.path(),
                                    entry.linkTarget(),
                                    stat == null ? "not there" : "a directory"));
        }
        if (!target.equals(path)) {
            makeRoom(path);
            root.link(root, target, path);
        }
    }

    private void special(Name path, TarEntry entry, int type, long device) throws IOException {
        makeRoom(path);
        root.mknod(path, type | entry.mode(), device);
        own(path, entry);
        root.chmod(path, entry.mode());
        root.setTimes(path, entry.mtimeSeconds(), entry.mtimeNanos());
    }

    private void makeRoom(Name path) throws PosixException {
        root.deleteTree(path);
    }

    private void xattrs(Name path, TarEntry entry) throws PosixException {
        for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
            if (Xattrs.belongs(each.getKey().text())) {
                root.setXattr(path, each.getKey().text(), each.getValue().array());
            }
        }
    }

    private Owner owner(TarEntry entry) {
        return chown == null ? new Owner(entry.uid(), entry.gid()) : chown;
    }

    private void own(Name path, TarEntry entry) throws PosixException {
        Owner owner = owner(entry);
        root.chown(path, owner.uid(), owner.gid());
    }
}
