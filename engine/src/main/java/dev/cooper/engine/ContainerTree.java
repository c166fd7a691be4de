// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.tree.CleanPath;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// The files of a container that doesn't run, as `docker cp` reaches them.
///
/// @param root its tree, merged; nobody else writes to it
/// @param name what messages call the container
record ContainerTree(Dir root, String name) {
    private static final Path HOST = Path.of("/");

    /// Copies to the host.
    void out(String source, Path target, boolean followLink) throws IOException {
        try (CopySource from = source(source, followLink);
                Dir host = Dir.open(HOST);
                CopyTarget to = hostTarget(host, target)) {
            copy(from, to, TreeWriter.Owner.CALLER, target.toString());
        }
    }

    /// Copies into an archive; the stream stays open.
    void out(String source, OutputStream tar, boolean followLink) throws IOException {
        try (CopySource from = source(source, followLink)) {
            TreePack.write(from, tar);
        }
    }

    /// Writes all of it into an archive, without the root itself; the stream stays open.
    void export(OutputStream tar) throws IOException {
        TreePack.writeContents(root, tar);
    }

    /// Copies from the host.
    void in(Path source, String target, boolean followLink) throws IOException {
        try (Dir host = Dir.open(HOST);
                CopySource from = hostSource(host, source, followLink);
                CopyTarget to = target(target)) {
            copy(from, to, TreeWriter.Owner.ROOT, target);
        }
    }

    /// Unpacks an archive into a folder; the stream stays open.
    void in(InputStream tar, String target) throws IOException {
        TreeUnpack.read(tar, root, folder(target));
    }

    /// Docker's rules: into a directory that is there under the source's name, else as what the
    /// target says; a directory never takes the place of something else.
    private static void copy(
            CopySource from, CopyTarget to, TreeWriter.Owner owner, String typedTarget)
            throws IOException {
        TreeCopy copy = new TreeCopy(to.parent(), owner);
        Name name = to.name();
        if (name == null) {
            if (from.isDirectory() && from.base().isEmpty()) {
                copy.contents(from);
            } else {
                copy.as(from, from.base());
            }
            return;
        }
        if (from.isDirectory() && to.there() != null) {
            throw new CooperException.InvalidInput("cannot copy directory to file " + typedTarget);
        }
        if (!from.isDirectory() && to.saysDirectory()) {
            throw new CooperException.InvalidInput(
                    to.there() == null
                            ? "no such directory: " + typedTarget
                            : "not a directory: " + typedTarget);
        }
        copy.as(from, name);
    }

    private CopySource source(String typed, boolean followLink) throws PosixException {
        try {
            return CopySource.find(root, path(typed), followLink);
        } catch (PosixException e) {
            throw inContainer(e, typed);
        }
    }

    private CopyTarget target(String typed) throws PosixException {
        try {
            return CopyTarget.find(root, path(typed));
        } catch (PosixException e) {
            throw inContainer(e, typed);
        }
    }

    /// The way to a directory of the container, without links.
    private List<Name> folder(String typed) throws PosixException {
        try {
            Name real = root.realPath(Name.join(CleanPath.components(path(typed))));
            Stat stat = real.isEmpty() ? root.self() : root.stat(real);
            if (!stat.isDirectory()) {
                throw new CooperException.InvalidInput(
                        typed + " in container " + name + " is not a directory");
            }
            return real.components();
        } catch (PosixException e) {
            throw inContainer(e, typed);
        }
    }

    private static CopySource hostSource(Dir host, Path source, boolean followLink)
            throws PosixException {
        try {
            return CopySource.find(host, hostName(source), followLink);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                throw new CooperException.NotFound(
                        "lstat " + source + ": no such file or directory");
            }
            if (e.is(Errno.ENOTDIR)) {
                throw new CooperException.InvalidInput(source + ": not a directory");
            }
            throw e;
        }
    }

    private static CopyTarget hostTarget(Dir host, Path target) throws PosixException {
        try {
            return CopyTarget.find(host, hostName(target));
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                Path parent = target.toAbsolutePath().getParent();
                throw new CooperException.InvalidInput(
                        "invalid output path: directory \"" + parent + "\" does not exist", e);
            }
            throw e;
        }
    }

    private static Name path(String typed) {
        if (typed.indexOf(0) >= 0) {
            throw new CooperException.InvalidInput("a NUL character in a path");
        }
        return Name.of(typed);
    }

    private static Name hostName(Path path) {
        return Name.of(path.toAbsolutePath().toString());
    }

    /// Throws docker's error for what isn't there, else hands the failure back.
    private PosixException inContainer(PosixException e, String typed) {
        if (e.is(Errno.ENOENT)) {
            throw new CooperException.NotFound(
                    "Could not find the file " + typed + " in container " + name);
        }
        if (e.is(Errno.ENOTDIR)) {
            throw new CooperException.InvalidInput(
                    typed + " in container " + name + " is not a directory");
        }
        return e;
    }
}
