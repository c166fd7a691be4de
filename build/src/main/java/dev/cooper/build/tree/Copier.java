// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies what was selected into a root file system, as `COPY` does (docs/dockerfile.md): a
/// folder's contents are merged into the destination, a file replaces a file, links stay links,
/// hard links among what is copied stay hard links; times, extended attributes and set-id bits are
/// kept.
///
/// One copier does one instruction's copies, in one thread. The root must not be used by any
/// program meanwhile.
public final class Copier {
    private final Dir root;
    private final @Nullable Owner chown;
    private final @Nullable Chmod chmod;
    private final Destination destinations;
    private final Map<Inode, Name> copied = new HashMap<>();

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
        try {
            copy(selected, destination);
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
            try (Dir in = source.isEmpty() ? from.root().duplicate() : from.root().openDir(source);
                    Dir out = folder.isEmpty() ? root.duplicate() : root.openDir(folder)) {
                contents(in, source, out, folder);
                if (made) {
                    out.setTimesSelf(selected.stat().mtimeSeconds(), selected.stat().mtimeNanos());
                }
            }
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

    private void contents(Dir in, Name source, Dir out, Name target)
            throws IOException, InterruptedException, StepException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (DirEntry each : in.list()) {
            Name child = source.child(each.name());
            Stat stat = in.stat(each.name());
            if (from.holds(in, each.name(), child, stat.isDirectory())) {
                entry(in, each.name(), child, out, each.name(), target.child(each.name()));
            }
        }
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
        try (Dir below = in.openDir(name);
                Dir into = out.openDir(newName)) {
            contents(below, source, into, target);
        }
        finish(in, name, out, newName, stat);
    }

    private void regular(
            Dir in, Name name, Name source, Dir out, Name newName, Name target, Stat stat)
            throws IOException, StepException {
        replace(out, newName, target);
        Inode inode = new Inode(stat.dev(), stat.ino());
        Name first = stat.nlink() > 1 ? copied.get(inode) : null;
        if (first != null) {
            out.link(root, first, newName);
            return;
        }
        try (OpenFile file = in.openFile(name)) {
            try (OpenFile copy = out.create(newName, 0600)) {
                file.copyTo(copy);
            }
            FileDigests digests = from.digests();
            if (digests != null && !digests.knows(file.stat())) {
                throw new StepException(
                        "/"
                                + source
                                + " changed while it was being read; build again once it is still");
            }
        }
        finish(in, name, out, newName, stat);
        if (stat.nlink() > 1) {
            copied.put(inode, target);
        }
    }

    /// Files and links give way to what comes; folders don't.
    private void replace(Dir out, Name name, Name target) throws IOException, StepException {
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
        out.chmod(newName, chmod == null ? mode : chmod.apply(mode, stat.isDirectory()));
        for (Map.Entry<String, byte[]> each : in.xattrs(name).entrySet()) {
            if (Xattrs.belongs(each.getKey())) {
                out.setXattr(newName, each.getKey(), each.getValue());
            }
        }
        out.setTimes(newName, stat.mtimeSeconds(), stat.mtimeNanos());
    }

    private @Nullable Stat stat(Name path) throws IOException {
        return path.isEmpty() ? root.self() : root.statOrNull(path);
    }
}
