// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;

/// Puts single entries into a tree, as `cp` does: a file takes the place of a file, directories are
/// merged, and neither takes the other's. Works on one name in an open directory at a time and
/// follows no link, so nothing lands anywhere else.
final class TreeWriter {
    /// Whose the copies are, and what they may do.
    enum Owner {
        /// Whoever runs this: copies on the host. Without set-uid, set-gid and capabilities, which
        /// a container must not hand out here; device nodes open to their owner alone.
        CALLER,
        /// Root: copies in a container.
        ROOT,
        /// As the entry says: what an archive holds, in a container.
        AS_GIVEN
    }

    /// What a file is filled with.
    @FunctionalInterface
    interface Content {
        void writeTo(OpenFile target) throws IOException;
    }

    private final Owner owner;

    TreeWriter(Owner owner) {
        this.owner = owner;
    }

    /// Makes a directory, or takes the one that is there; true if it was made. What was made is
    /// closed to others until [#finish].
    boolean directory(Dir parent, Name name, TarEntry entry) throws PosixException {
        Stat there = parent.statOrNull(name);
        if (there != null && !there.isDirectory()) {
            throw new CooperException.InvalidInput(
                    "cannot overwrite non-directory \"%s\" with directory \"%s\""
                            .formatted(name, entry.path()));
        }
        if (there == null) {
            parent.mkdir(name, 0700);
        }
        return there == null;
    }

    /// Gives a directory that was made here its owner, mode and time, once its entries are in it.
    void finish(Dir made, TarEntry entry) throws PosixException {
        switch (owner) {
            case CALLER -> {}
            case ROOT -> made.chownSelf(0, 0);
            case AS_GIVEN -> made.chownSelf(entry.uid(), entry.gid());
        }
        made.chmodSelf(mode(entry));
        made.setTimesSelf(entry.mtimeSeconds(), entry.mtimeNanos());
    }

    void file(Dir parent, Name name, TarEntry entry, Content content) throws IOException {
        makeRoom(parent, name, entry);
        try (OpenFile file = parent.create(name, 0600)) {
            content.writeTo(file);
            switch (owner) {
                case CALLER -> {}
                case ROOT -> file.chown(0, 0);
                case AS_GIVEN -> file.chown(entry.uid(), entry.gid());
            }
            // After the owner: a change of that clears set-uid and capabilities.
            file.chmod(mode(entry));
            Bytes capability = entry.xattrs().get(Bytes.of(TreeEntry.CAPABILITY));
            if (capability != null && owner != Owner.CALLER) {
                file.setXattr(TreeEntry.CAPABILITY, capability.array());
            }
            file.setTimes(entry.mtimeSeconds(), entry.mtimeNanos());
        }
    }

    /// Another name, in `parent`, for the file `from` in `fromDir`.
    void hardLink(Dir fromDir, Name from, Dir parent, Name name, TarEntry entry)
            throws PosixException {
        Stat there = parent.statOrNull(name);
        if (there != null && there.isSameFile(fromDir.stat(from))) {
            return;
        }
        makeRoom(parent, name, entry);
        parent.link(fromDir, from, name);
    }

    /// A link, a FIFO or a device.
    void special(Dir parent, Name name, TarEntry entry) throws PosixException {
        makeRoom(parent, name, entry);
        switch (entry.type()) {
            case SYMLINK -> parent.symlink(Name.of(entry.linkTarget().array()), name);
            case FIFO -> parent.mkfifo(name, 0600);
            case CHARACTER -> node(parent, name, entry, 0020000);
            case BLOCK -> node(parent, name, entry, 0060000);
            case FILE, HARDLINK, DIRECTORY ->
                    throw new IllegalArgumentException("not special: " + entry);
        }
        switch (owner) {
            case CALLER -> {}
            case ROOT -> parent.chown(name, 0, 0);
            case AS_GIVEN -> parent.chown(name, entry.uid(), entry.gid());
        }
        switch (entry.type()) {
            case FIFO -> parent.chmod(name, mode(entry));
            case CHARACTER, BLOCK ->
                    parent.chmod(name, mode(entry) & (owner == Owner.CALLER ? 0700 : 07777));
            case SYMLINK, FILE, HARDLINK, DIRECTORY -> {}
        }
        parent.setTimes(name, entry.mtimeSeconds(), entry.mtimeNanos());
    }

    private static void node(Dir parent, Name name, TarEntry entry, int type)
            throws PosixException {
        parent.mknod(name, type | 0600, Stat.device(entry.devMajor(), entry.devMinor()));
    }

    private static void makeRoom(Dir parent, Name name, TarEntry entry) throws PosixException {
        Stat there = parent.statOrNull(name);
        if (there == null) {
            return;
        }
        if (there.isDirectory()) {
            throw new CooperException.InvalidInput(
                    "cannot overwrite directory \"%s\" with non-directory \"%s\""
                            .formatted(name, entry.path()));
        }
        parent.unlink(name);
    }

    private int mode(TarEntry entry) {
        return owner == Owner.CALLER ? entry.mode() & ~06000 : entry.mode();
    }
}
