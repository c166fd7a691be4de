// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.posix.TreeCopy;
import dev.cooper.sandbox.SandboxMount.Bind;
import dev.cooper.sandbox.SandboxMount.Tmpfs;
import dev.cooper.sandbox.SandboxMount.Tree;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is put into a tree while a program runs in it, where nothing can be mounted: devices,
/// /etc/hosts and the like, copies of what was to be mounted. Afterwards the tree is as before, but
/// for what the program did.
final class ChrootPlaces {
    private static final Name DEV = Name.of("dev");
    private static final Name ETC = Name.of("etc");

    /// A file of the image, to be given back.
    private static final class Saved {
        private final Name path;
        private final byte[] content;
        private final Stat stat;

        Saved(Name path, byte[] content, Stat stat) {
            this.path = path;
            this.content = content;
            this.stat = stat;
        }
    }

    private record Time(Name folder, Stat stat) {}

    private final Path root;
    private final List<Name> made = new ArrayList<>();
    private final List<Saved> saved = new ArrayList<>();
    private final List<Time> times = new ArrayList<>();

    private ChrootPlaces(Path root) {
        this.root = root;
    }

    static ChrootPlaces open(Path root) {
        return new ChrootPlaces(root);
    }

    /// From now on the folder is wanted.
    void keep(Name path) {
        made.removeIf(each -> Layer.isAtOrBelow(each, path));
    }

    void fill(SandboxSpec spec) throws IOException, StartException {
        try (Dir tree = Dir.open(root)) {
            time(tree, Name.of(""));
            folder(tree, DEV);
            Name fresh = Name.of(".cooper-dev");
            tree.deleteTree(fresh);
            tree.mkdir(fresh, 0755);
            try (Dir devices = tree.openDir(fresh);
                    Dir dev = tree.openDir(DEV)) {
                DeviceFolder.make(devices);
                for (DirEntry each : devices.list()) {
                    if (dev.statOrNull(each.name()) == null) {
                        devices.rename(each.name(), dev, each.name());
                        made.add(DEV.child(each.name()));
                    }
                }
            } finally {
                tree.deleteTree(fresh);
            }
            folder(tree, ETC);
            file(tree, "hosts", NetworkFiles.hosts(spec));
            file(tree, "hostname", NetworkFiles.hostname(spec));
            file(tree, "resolv.conf", NetworkFiles.resolvers(spec));
            for (SandboxMount each : spec.mounts()) {
                mount(tree, each);
            }
        }
    }

    private void time(Dir tree, Name folder) throws IOException {
        times.add(new Time(folder, folder.isEmpty() ? tree.self() : tree.stat(folder)));
    }

    private void folder(Dir tree, Name path) throws IOException, StartException {
        Stat there = tree.statOrNull(path);
        if (there == null) {
            tree.mkdir(path, 0755);
            made.add(path);
        } else if (there.isDirectory()) {
            time(tree, path);
        } else {
            throw new StartException(Reason.OTHER, "/" + path + " is no folder in the image");
        }
    }

    /// Written over, not replaced: other names of the file are none of ours, but its time can be
    /// given back.
    private void file(Dir tree, String name, byte[] content) throws IOException {
        Name path = ETC.child(Name.of(name));
        Stat there = tree.statOrNull(path);
        if (there == null) {
            try (OpenFile file = tree.create(path, 0644)) {
                file.write(content, 0, content.length);
            }
            made.add(path);
        } else if (there.isRegular()) {
            try (OpenFile file = tree.openFile(path)) {
                saved.add(new Saved(path, file.inputStream().readAllBytes(), there));
            }
            write(tree, path, content, there);
        }
        // A link is the image's own affair: it may lead to what a program makes.
    }

    private static void write(Dir tree, Name path, byte[] content, Stat stat) throws IOException {
        Name parent = path.parent();
        Name fresh = Name.of(".cooper-file");
        try (Dir folder = tree.openDir(parent == null ? Name.of(".") : parent)) {
            folder.deleteTree(fresh);
            try (OpenFile file = folder.create(fresh, 0600)) {
                file.write(content, 0, content.length);
                file.chown(stat.uid(), stat.gid());
                file.chmod(stat.permissions());
                file.setTimes(stat.mtimeSeconds(), stat.mtimeNanos());
            }
            folder.rename(fresh, folder, path.fileName());
        }
    }

    private void mount(Dir tree, SandboxMount mount) throws IOException, StartException {
        switch (mount) {
            case Tmpfs tmpfs -> {
                Name target = target(tree, tmpfs.target());
                tree.mkdir(target, tmpfs.mode());
            }
            case Tree(List<Path> lowers, Name source, Name at, boolean _) -> {
                Name target = target(tree, at);
                try (Dir all = Dir.open(lowers.getFirst())) {
                    copy(all, all.realPath(source), tree, target);
                }
            }
            case Bind(Path source, Name at, boolean readOnly) -> {
                if (!readOnly && Files.isDirectory(source)) {
                    throw new StartException(
                            Reason.OTHER,
                            "cannot mount at "
                                    + at
                                    + ": the chroot driver mounts nothing, and what"
                                    + " a program writes there would be lost");
                }
                Name target = target(tree, at);
                Path folder = source.toRealPath().getParent();
                Path name = source.toRealPath().getFileName();
                if (folder == null || name == null) {
                    throw new StartException(Reason.OTHER, "cannot copy / to " + at);
                }
                try (Dir from = Dir.open(folder)) {
                    copy(from, Name.of(name.toString()), tree, target);
                }
            }
        }
    }

    private static void copy(Dir from, Name source, Dir tree, Name target) throws IOException {
        boolean whole = source.isEmpty();
        if (whole || from.stat(source).isDirectory()) {
            tree.mkdir(target, 0700);
            try (Dir in = whole ? from.duplicate() : from.openDir(source);
                    Dir out = tree.openDir(target)) {
                TreeCopy.copy(in, out);
            }
            return;
        }
        Stat stat = from.stat(source);
        try (OpenFile in = from.openFile(source);
                OpenFile out = tree.create(target, 0600)) {
            in.copyTo(out);
            out.chown(stat.uid(), stat.gid());
            out.chmod(stat.permissions());
        }
    }

    /// A free name; the folders above it are made.
    private Name target(Dir tree, Name path) throws IOException, StartException {
        Name done = Name.of("");
        List<Name> parts = path.components();
        for (Name each : parts.subList(0, parts.size() - 1)) {
            done = done.child(each);
            folder(tree, done);
        }
        Name target = done.child(parts.getLast());
        Stat there = tree.statOrNull(target);
        if (there != null) {
            boolean empty = there.isDirectory();
            if (empty) {
                try {
                    tree.rmdir(target);
                } catch (PosixException e) {
                    empty = !e.is(Errno.ENOTEMPTY) && empty;
                }
            }
            if (!empty) {
                throw new StartException(
                        Reason.OTHER,
                        "cannot mount at "
                                + path
                                + ": the chroot driver mounts nothing, and the"
                                + " image has something there");
            }
        }
        made.add(target);
        return target;
    }

    /// Takes all of it away.
    void clear() throws IOException {
        try (Dir tree = Dir.open(root)) {
            for (Name each : made.reversed()) {
                remove(tree, each);
            }
            for (Saved each : saved) {
                write(tree, each.path, each.content, each.stat);
            }
            for (Time each : times.reversed()) {
                Stat now = stat(tree, each.folder());
                if (now != null && now.isDirectory()) {
                    // What a program changed in these folders shows in the files, not in the time.
                    set(tree, each);
                }
            }
        }
        made.clear();
        saved.clear();
        times.clear();
    }

    private static @Nullable Stat stat(Dir tree, Name path) throws IOException {
        return path.isEmpty() ? tree.self() : tree.statOrNull(path);
    }

    private static void set(Dir tree, Time time) throws IOException {
        if (time.folder().isEmpty()) {
            tree.setTimesSelf(time.stat().mtimeSeconds(), time.stat().mtimeNanos());
        } else {
            tree.setTimes(time.folder(), time.stat().mtimeSeconds(), time.stat().mtimeNanos());
        }
    }

    /// A folder that was made and has something in it now stays.
    private static void remove(Dir tree, Name path) throws IOException {
        Stat stat = tree.statOrNull(path);
        if (stat == null) {
            return;
        }
        boolean own = path.equals(DEV) || path.equals(ETC);
        if (!stat.isDirectory() || !own) {
            tree.deleteTree(path);
            return;
        }
        try {
            tree.rmdir(path);
        } catch (PosixException e) {
            if (!e.is(Errno.ENOTEMPTY)) {
                throw e;
            }
        }
    }
}
