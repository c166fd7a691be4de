// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarLimits;
import dev.cooper.oci.TarReader;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.store.MergedFolders.Folder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an overlay upper directory of a layer archive (OCI image specification, layer.md,
/// "Applying Changesets").
///
/// A path goes through symbolic links, of this layer or of those below, wherever they lead inside
/// the image; its last name is never followed. What is there under that name goes, except that a
/// folder takes in a folder. Whiteouts and opaque marks hide what the parents have and nothing of
/// this layer, wherever among its siblings they stand. The order for each file is create, chown,
/// chmod, attributes, times, since each may undo the ones after it.
final class Unpacker implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int SET_IDS = 06000;

    private final Dir upper;
    private final FolderTimes times = new FolderTimes();
    private final MergedFolders folders;
    private final byte[] buffer = new byte[BUFFER];

    private Unpacker(Dir upper, @Nullable Dir below) {
        this.upper = upper;
        this.folders = new MergedFolders(upper, below, times);
    }

    /// Reads the archive to its last entry. What was written when it fails is for the caller to
    /// delete.
    ///
    /// @param upper empty, on a file system and by a user that may hold any owner, attribute and
    ///   device
    /// @param below the parents' merged tree; null for none
    /// @return the sizes of its files together
    /// @throws MalformedTarException if an entry can't be, such as a path that leads out
    static long unpack(InputStream tar, TarLimits limits, Dir upper, @Nullable Dir below)
            throws IOException, InterruptedException {
        // The stream is the caller's.
        @SuppressWarnings("resource")
        TarReader reader = new TarReader(tar, limits);
        long size = 0;
        try (Unpacker unpacker = new Unpacker(upper, below)) {
            if (below != null) {
                unpacker.times.put(Name.of(""), FolderTimes.Time.of(below.self()));
            }
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                size += entry.isFile() ? entry.size() : 0;
                try {
                    unpacker.entry(entry, reader.content());
                } catch (PosixException e) {
                    throw new IOException(
                            "cannot unpack " + entry.path() + ": " + e.getMessage(), e);
                }
            }
            unpacker.times.apply(upper);
        }
        return size;
    }

    private void entry(TarEntry entry, InputStream content) throws IOException {
        switch (EntryPath.of(entry.path())) {
            case EntryPath.Root _ -> root(entry);
            case EntryPath.Skipped _ -> {
                // Nothing of the image.
            }
            case EntryPath.Opaque(List<Name> path) -> {
                Folder folder = folders.find(path);
                if (folder != null) {
                    folders.hideAllIn(folder);
                }
            }
            case EntryPath.Whiteout(List<Name> path, Name name) -> {
                Folder folder = folders.find(path);
                if (folder != null) {
                    folders.hide(folder, name);
                }
            }
            case EntryPath.Plain(List<Name> path, Name name) -> plain(entry, content, path, name);
        }
    }

    private void plain(TarEntry entry, InputStream content, List<Name> path, Name name)
            throws IOException {
        FolderTimes.Time time = time(entry);
        switch (entry.type()) {
            case DIRECTORY -> {
                Folder parent = folders.make(path, time);
                folders.makeChild(parent, name, 0700);
                folder(entry, folders.directory(parent), name);
                times.put(parent.child(name), time);
            }
            case FILE -> file(entry, content, folders.make(path, time), name);
            case HARDLINK -> link(entry, path, name, time);
            case SYMLINK -> {
                Dir dir = clear(folders.make(path, time), name);
                dir.symlink(Name.of(entry.linkTarget().array()), name);
                special(entry, dir, name);
            }
            case CHARACTER -> device(entry, FileType.CHARACTER, folders.make(path, time), name);
            case BLOCK -> device(entry, FileType.BLOCK, folders.make(path, time), name);
            case FIFO -> device(entry, FileType.FIFO, folders.make(path, time), name);
        }
    }

    private static FolderTimes.Time time(TarEntry entry) {
        return new FolderTimes.Time(entry.mtimeSeconds(), entry.mtimeNanos());
    }

    private void root(TarEntry entry) throws IOException {
        if (!entry.isDirectory()) {
            throw new MalformedTarException(entry.path() + ": the root must be a folder");
        }
        upper.chownSelf(entry.uid(), entry.gid());
        upper.chmodSelf(entry.mode());
        for (String each : upper.xattrsSelf().keySet()) {
            if (LayerXattrs.belongs(each)) {
                upper.removeXattrSelf(each);
            }
        }
        for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
            String name = each.getKey().text();
            if (LayerXattrs.belongs(name)) {
                upper.setXattrSelf(name, each.getValue().array());
            }
        }
        times.put(Name.of(""), time(entry));
    }

    /// Metadata of a folder that is there, and that another entry or the parents may have described
    /// otherwise.
    private static void folder(TarEntry entry, Dir dir, Name path) throws IOException {
        for (String each : dir.xattrs(path).keySet()) {
            if (LayerXattrs.belongs(each)) {
                dir.removeXattr(path, each);
            }
        }
        dir.chown(path, entry.uid(), entry.gid());
        dir.chmod(path, entry.mode());
        for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
            String name = each.getKey().text();
            if (LayerXattrs.belongs(name)) {
                dir.setXattr(path, name, each.getValue().array());
            }
        }
    }

    private void file(TarEntry entry, InputStream content, Folder folder, Name name)
            throws IOException {
        try (OpenFile file = create(entry, folder, name)) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                file.write(buffer, 0, n);
            }
            file.chown(entry.uid(), entry.gid());
            if ((entry.mode() & SET_IDS) != 0) {
                file.chmod(entry.mode());
            }
            for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
                String attribute = each.getKey().text();
                if (LayerXattrs.belongs(attribute)) {
                    file.setXattr(attribute, each.getValue().array());
                }
            }
            file.setTimes(entry.mtimeSeconds(), entry.mtimeNanos());
        }
    }

    private OpenFile create(TarEntry entry, Folder folder, Name name) throws IOException {
        int mode = entry.mode() & ~SET_IDS;
        try {
            OpenFile made = folders.directory(folder).create(name, mode);
            forgetHidden(folder, name);
            return made;
        } catch (PosixException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            return clear(folder, name).create(name, mode);
        }
    }

    private void device(TarEntry entry, FileType type, Folder folder, Name name)
            throws IOException {
        long rdev = type == FileType.FIFO ? 0 : Stat.device(entry.devMajor(), entry.devMinor());
        if (type == FileType.CHARACTER && rdev == 0) {
            throw new MalformedTarException(
                    entry.path()
                            + ": a character device 0:0, which stands for a deletion in the store");
        }
        Dir dir = clear(folder, name);
        dir.mknod(name, type.bits() | entry.mode(), rdev);
        special(entry, dir, name);
        if ((entry.mode() & SET_IDS) != 0) {
            dir.chmod(name, entry.mode());
        }
    }

    /// Metadata of what is neither file nor folder, and is never opened.
    private static void special(TarEntry entry, Dir dir, Name name) throws IOException {
        dir.chown(name, entry.uid(), entry.gid());
        for (Map.Entry<Bytes, Bytes> each : entry.xattrs().entrySet()) {
            String attribute = each.getKey().text();
            if (LayerXattrs.belongsToSpecial(attribute)) {
                dir.setXattr(name, attribute, each.getValue().array());
            }
        }
        dir.setTimes(name, entry.mtimeSeconds(), entry.mtimeNanos());
    }

    private void link(TarEntry entry, List<Name> path, Name name, FolderTimes.Time time)
            throws IOException {
        List<Name> target = EntryPath.ofTarget(entry.linkTarget());
        Folder holder =
                target.isEmpty() ? null : folders.find(target.subList(0, target.size() - 1));
        Name first = holder == null ? null : existing(holder, target.getLast());
        if (first == null) {
            throw new MalformedTarException(
                    entry.path()
                            + ": a hard link to "
                            + entry.linkTarget()
                            + ", which isn't there");
        }
        Folder folder = folders.make(path, time);
        if (folder.child(name).equals(first)) {
            throw new MalformedTarException(entry.path() + ": a hard link to itself");
        }
        clear(folder, name).link(upper, first, name);
    }

    /// The path in the upper directory of the file to link to, brought there if the parents have
    /// it; null if there is none.
    private @Nullable Name existing(Folder holder, Name name) throws IOException {
        Name path = holder.child(name);
        Stat own = folders.statOwn(holder, name);
        if (own != null) {
            return own.isWhiteout() || own.isDirectory() ? null : path;
        }
        Stat stat = folders.statBelow(holder, name);
        if (stat == null || stat.isDirectory()) {
            return null;
        }
        folders.copyUp(holder, name);
        return path;
    }

    /// Removes what this layer has put there before, so that the name is free.
    ///
    /// @return the folder, open
    private Dir clear(Folder folder, Name name) throws IOException {
        Dir dir = folders.directory(folder);
        Stat there = dir.statOrNull(name);
        if (there == null) {
            forgetHidden(folder, name);
            return dir;
        }
        if (there.isDirectory()) {
            dir.deleteTree(name);
        } else {
            dir.unlink(name);
        }
        folders.forget();
        return dir;
    }

    /// A path may have been walked through what the parents have there.
    private void forgetHidden(Folder folder, Name name) throws IOException {
        if (folders.statBelow(folder, name) != null) {
            folders.forget();
        }
    }

    @Override
    public void close() {
        folders.close();
    }
}
