// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Copies what was selected into a root file system, as `COPY` does (docs/dockerfile.md): a
/// folder's contents are merged into the destination, a file replaces a file, links stay links,
/// hard links among what is copied stay hard links; times, extended attributes and set-id bits are
/// kept.
///
/// One copier does one instruction's copies, for one thread; it has others copy files. The root
/// must not be used by any program meanwhile.
public final class Copier {
    private final Dir root;
    private final @Nullable Owner chown;
    private final @Nullable Chmod chmod;
    private final Destination destinations;
    private final Map<Inode, Name> copied = new HashMap<>();
    private FileCopies copies = new FileCopies();

    /// What is being copied from, as the current copy sees it.
    private SourceTree from;

    private record Inode(long dev, long ino) {}

    /// @param chown whose everything becomes; null keeps the source's owners
    public Copier(SourceTree from, Dir root, @Nullable Owner chown, @Nullable Chmod chmod) {
        this.from = from;
        this.root = root;
        this.chown = chown;
        this.chmod = chmod;
        this.destinations = new Destination(root, chown == null ? Owner.ROOT : chown, chmod);
    }

    /// @param excludes what of a folder is left out
    /// @param destination absolute; with a slash at its end it is a folder, made if missing
    public void copy(Selected selected, Excludes excludes, Name destination)
            throws IOException, InterruptedException, StepException {
        SourceTree whole = from;
        from = excludes.in(whole, selected);
        try (FileCopies all = new FileCopies()) {
            copies = all;
            copy(selected, destination);
            all.finish();
        } finally {
            from = whole;
        }
    }

    private void copy(Selected selected, Name destination)
            throws IOException, InterruptedException, StepException {
        Name target =
                destination.endsWithSlash()
                        ? destinations.folder(destination)
                        : destinations.file(destination);
        @Nullable Stat there = stat(target);
        Name source = selected.path();
        if (selected.stat().isDirectory()) {
            boolean made = there == null;
            if (there != null && !there.isDirectory()) {
                throw new StepException("cannot copy to non-directory: /" + target);
            }
            Name folder = destinations.folder(target);
            Dir in = source.isEmpty() ? from.root().duplicate() : from.root().openDir(source);
            contents(
                    in,
                    source,
                    () -> folder.isEmpty() ? root.duplicate() : root.openDir(folder),
                    folder,
                    out -> {
                        if (made) {
                            out.setTimesSelf(
                                    selected.stat().mtimeSeconds(), selected.stat().mtimeNanos());
                        }
                    });
            return;
        }
        Name path =
                there != null && there.isDirectory()
                        ? target.child(selected.name().fileName())
                        : target;
        Name inParent = source.parent();
        Name outParent = path.parent();
        try (Dir in = inParent == null ? from.root().duplicate() : from.root().openDir(inParent);
                Dir out = outParent == null ? root.duplicate() : root.openDir(outParent)) {
            entry(in, source.fileName(), source, out, path.fileName(), path);
        }
    }

    private interface Opening {
        Dir open() throws IOException;
    }

    private interface Ending {
        void end(Dir out) throws IOException;
    }

    /// @param in closed by this, when all is done
    /// @param end what is done to the new folder when everything is in it
    private void contents(Dir in, Name source, Opening into, Name target, Ending end)
            throws IOException, InterruptedException, StepException {
        Dir out;
        try {
            out = into.open();
        } catch (IOException e) {
            in.close();
            throw e;
        }
        List<Future<?>> parts = new ArrayList<>();
        try {
            List<DirEntry> folders = new ArrayList<>();
            parts.addAll(copies.begin(files(in, source, out, target, folders)));
            for (DirEntry each : folders) {
                entry(
                        in,
                        each.name(),
                        source.child(each.name()),
                        out,
                        each.name(),
                        target.child(each.name()));
            }
        } catch (IOException | InterruptedException | StepException | RuntimeException e) {
            // Others may still be at its files: closed when they have stopped.
            copies.abandon(() -> close(in, out));
            throw e;
        }
        copies.end(parts, () -> end.end(out), () -> close(in, out));
    }

    private static void close(Dir in, Dir out) {
        in.close();
        out.close();
    }

    /// Copies of a folder's files; whatever is neither a folder nor a file of one name is copied.
    private List<FileCopies.Copy> files(
            Dir in, Name source, Dir out, Name target, List<DirEntry> folders)
            throws IOException, InterruptedException, StepException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        SourceTree tree = from;
        List<FileCopies.Copy> files = new ArrayList<>();
        for (DirEntry each : in.list()) {
            Name name = each.name();
            Name child = source.child(name);
            Stat stat = in.stat(name);
            if (!tree.holds(in, name, child, stat.isDirectory())) {
                continue;
            }
            if (stat.isDirectory()) {
                folders.add(each);
            } else if (stat.isRegular() && stat.nlink() == 1) {
                files.add(() -> file(tree, in, name, child, out, name, target.child(name)));
            } else {
                entry(in, name, child, out, name, target.child(name));
            }
        }
        return files;
    }

    private void entry(Dir in, Name name, Name source, Dir out, Name newName, Name target)
            throws IOException, InterruptedException, StepException {
        Stat stat = in.stat(name);
        switch (stat.type()) {
            case DIRECTORY -> directory(in, name, source, out, newName, target, stat);
            case REGULAR -> regular(in, name, source, out, newName, target, stat);
            case SYMLINK -> {
                replace(out, newName, target);
                out.symlink(in.readlink(name), newName);
                own(out, newName, stat);
                out.setTimes(newName, stat.mtimeSeconds(), stat.mtimeNanos());
            }
            case CHARACTER, BLOCK, FIFO -> {
                replace(out, newName, target);
                out.mknod(newName, stat.mode(), stat.rdev());
                finish(in, name, out, newName, stat);
            }
            case SOCKET -> {
                // An address of a program that runs elsewhere: means nothing in an image.
            }
        }
    }

    private void directory(
            Dir in, Name name, Name source, Dir out, Name newName, Name target, Stat stat)
            throws IOException, InterruptedException, StepException {
        Stat there = out.statOrNull(newName);
        if (there == null) {
            out.mkdir(newName, 0700);
        } else if (!there.isDirectory()) {
            throw new StepException("cannot copy to non-directory: /" + target);
        }
        contents(
                in.openDir(name),
                source,
                () -> out.openDir(newName),
                target,
                into -> finishFolder(into, in, name, stat));
    }

    private void regular(
            Dir in, Name name, Name source, Dir out, Name newName, Name target, Stat stat)
            throws IOException, StepException {
        Inode inode = new Inode(stat.dev(), stat.ino());
        Name first = stat.nlink() > 1 ? copied.get(inode) : null;
        if (first != null) {
            replace(out, newName, target);
            out.link(root, first, newName);
            return;
        }
        file(from, in, name, source, out, newName, target);
        if (stat.nlink() > 1) {
            copied.put(inode, target);
        }
    }

    /// In any thread. What is kept of the file is what was read of it, by its descriptor: owner
    /// first, since chown clears set-id bits and capabilities; times last.
    private void file(
            SourceTree tree, Dir in, Name name, Name source, Dir out, Name newName, Name target)
            throws IOException, StepException {
        try (OpenFile file = in.openFile(name);
                OpenFile copy = created(out, newName, target)) {
            file.copyTo(copy);
            Stat stat = file.stat();
            FileDigests digests = tree.digests();
            FileFacts facts = digests == null ? null : digests.find(stat);
            if (digests != null && facts == null) {
                throw new StepException(
                        "/"
                                + source
                                + " changed while it was being read; build again once it is still");
            }
            copy.chown(
                    chown == null ? tree.uid(stat) : chown.uid(),
                    chown == null ? tree.gid(stat) : chown.gid());
            int mode = stat.permissions();
            copy.chmod(chmod == null ? mode : chmod.apply(mode, false));
            if (facts == null || !facts.plain()) {
                for (Map.Entry<String, byte[]> each : file.xattrs().entrySet()) {
                    if (Xattrs.belongs(each.getKey())) {
                        copy.setXattr(each.getKey(), each.getValue());
                    }
                }
            }
            copy.setTimes(stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }

    private static OpenFile created(Dir out, Name name, Name target)
            throws IOException, StepException {
        try {
            return out.createPrivate(name);
        } catch (PosixException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            replace(out, name, target);
            return out.createPrivate(name);
        }
    }

    /// Files and links give way to what comes; folders don't.
    private static void replace(Dir out, Name name, Name target) throws IOException, StepException {
        Stat there = out.statOrNull(name);
        if (there == null) {
            return;
        }
        if (there.isDirectory()) {
            throw new StepException("cannot replace to directory /" + target + " with file");
        }
        out.unlink(name);
    }

    private void own(Dir out, Name name, Stat stat) throws IOException {
        if (chown == null) {
            out.chown(name, from.uid(stat), from.gid(stat));
        } else {
            out.chown(name, chown.uid(), chown.gid());
        }
    }

    /// Owner first, since chown clears set-id bits and capabilities; times last.
    private void finish(Dir in, Name name, Dir out, Name newName, Stat stat) throws IOException {
        own(out, newName, stat);
        int mode = stat.permissions();
        out.chmod(newName, chmod == null ? mode : chmod.apply(mode, false));
        for (Map.Entry<String, byte[]> each : in.xattrs(name).entrySet()) {
            if (Xattrs.belongs(each.getKey())) {
                out.setXattr(newName, each.getKey(), each.getValue());
            }
        }
        out.setTimes(newName, stat.mtimeSeconds(), stat.mtimeNanos());
    }

    private void finishFolder(Dir folder, Dir in, Name name, Stat stat) throws IOException {
        folder.chownSelf(
                chown == null ? from.uid(stat) : chown.uid(),
                chown == null ? from.gid(stat) : chown.gid());
        int mode = stat.permissions();
        folder.chmodSelf(chmod == null ? mode : chmod.apply(mode, true));
        for (Map.Entry<String, byte[]> each : in.xattrs(name).entrySet()) {
            if (Xattrs.belongs(each.getKey())) {
                folder.setXattrSelf(each.getKey(), each.getValue());
            }
        }
        folder.setTimesSelf(stat.mtimeSeconds(), stat.mtimeNanos());
    }

    private @Nullable Stat stat(Name path) throws IOException {
        return path.isEmpty() ? root.self() : root.statOrNull(path);
    }
}
