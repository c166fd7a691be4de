// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.MalformedTarException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Errno;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The folders of a tree while a layer is unpacked over its parents: finds where a path leads in
/// the merged view, and makes the folders in the upper directory.
///
/// Each step looks at one name in one folder that is free of links, in the upper directory first
/// and then in the parents' merged tree, and a link that is met is walked from here, with the root
/// as its root. So nothing can lead out, and the kernel never follows a link. Writing goes to the
/// upper directory itself: that is several times faster than through an overlay, and an opaque mark
/// can be set at any time without hiding what this layer has put there.
final class MergedFolders implements AutoCloseable {
    private static final int MOST_LINKS = 40;
    private static final byte[] YES = {'y'};

    private final Dir upper;
    private final @Nullable Dir below;
    private final FolderTimes times;
    private final Folder root;

    /// The last path that was walked: entries of one folder come together.
    private List<Name> lastNames = List.of();

    private List<Folder> lastFolders = List.of();
    private boolean rootHidden;
    private int links;

    /// The folder that is open, as this layer and as the parents have it.
    private Folder here;

    private @Nullable Dir hereUpper;
    private @Nullable Dir hereBelow;

    /// A folder of the merged view.
    static final class Folder {
        private final @Nullable Folder parent;
        private final Name name;

        /// From the root, free of links; empty for the root.
        private final Name path;

        /// Whether the upper directory is known to have it.
        private boolean written;

        /// Whether what the parents have in it is seen.
        private boolean merged;

        private Folder(@Nullable Folder parent, Name name, boolean written, boolean merged) {
            this.parent = parent;
            this.name = name;
            this.path = parent == null ? name : parent.path.child(name);
            this.written = written;
            this.merged = merged;
        }

        /// The path of what has this name in it, from the root, free of links.
        Name child(Name each) {
            return path.child(each);
        }
    }

    MergedFolders(Dir upper, @Nullable Dir below, FolderTimes times) {
        this.upper = upper;
        this.below = below;
        this.times = times;
        this.root = new Folder(null, Name.of(""), true, below != null);
        this.here = root;
        this.hereUpper = upper;
        this.hereBelow = below;
    }

    /// Where the path leads; null if there is nothing.
    @Nullable Folder find(List<Name> names) throws IOException {
        return walk(names, null);
    }

    /// Where the path leads. Folders that are missing are made, with this time; all are in the
    /// upper directory afterwards.
    Folder make(List<Name> names, FolderTimes.Time time) throws IOException {
        Folder folder = walk(names, time);
        if (folder == null) {
            throw new IllegalStateException("a folder was neither found nor made");
        }
        return folder;
    }

    /// The folder in the upper directory, made if only the parents have it. Open until another
    /// folder is looked at.
    Dir directory(Folder folder) throws IOException {
        write(folder);
        go(folder);
        if (hereUpper == null) {
            throw new IllegalStateException("a folder was written and isn't there: " + folder.path);
        }
        return hereUpper;
    }

    /// What the parents have there, null if nothing or if it is hidden.
    @Nullable Stat statBelow(Folder folder, Name name) throws IOException {
        if (!folder.merged) {
            return null;
        }
        go(folder);
        Stat stat = hereBelow == null ? null : hereBelow.statOrNull(name);
        return stat == null || stat.isWhiteout() ? null : stat;
    }

    /// What this layer has put there, be it a whiteout; null for nothing.
    @Nullable Stat statOwn(Folder folder, Name name) throws IOException {
        go(folder);
        return hereUpper == null ? null : hereUpper.statOrNull(name);
    }

    /// Opens the folder, from its parent if that is open: a long way down is walked step by step.
    private void go(Folder folder) throws IOException {
        if (here == folder) {
            return;
        }
        Dir own;
        Dir hidden;
        if (folder.parent == null) {
            own = upper;
            hidden = below;
        } else {
            boolean near = here == folder.parent;
            Name way = near ? folder.name : folder.path;
            own = openOrNull(near ? hereUpper : upper, way);
            hidden = folder.merged ? openOrNull(near ? hereBelow : below, way) : null;
        }
        close();
        here = folder;
        hereUpper = own;
        hereBelow = hidden;
        folder.written = own != null;
    }

    private static @Nullable Dir openOrNull(@Nullable Dir dir, Name path) throws PosixException {
        try {
            return dir == null ? null : dir.openDir(path);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return null;
            }
            throw e;
        }
    }

    /// To be called when a name that may have been walked through leads elsewhere now.
    void forget() {
        lastNames = List.of();
        lastFolders = List.of();
    }

    private @Nullable Folder walk(List<Name> names, FolderTimes.@Nullable Time time)
            throws IOException {
        links = 0;
        int known = 0;
        while (known < Math.min(names.size(), lastFolders.size())
                && names.get(known).equals(lastNames.get(known))) {
            known++;
        }
        // Kept apart from what `forget` clears while folders are made.
        List<Folder> walked = new ArrayList<>(lastFolders.subList(0, known));
        Folder at = walked.isEmpty() ? root : walked.getLast();
        while (at != null && walked.size() < names.size()) {
            at = step(at, names.get(walked.size()), time);
            if (at != null) {
                walked.add(at);
            }
        }
        lastNames = names;
        lastFolders = walked;
        return at;
    }

    /// @param time null if nothing is to be made
    private @Nullable Folder step(Folder at, Name name, FolderTimes.@Nullable Time time)
            throws IOException {
        Stat own = statOwn(at, name);
        Stat stat = own == null ? statBelow(at, name) : own;
        if (stat == null || stat.isWhiteout()) {
            return time == null ? null : create(at, name, time);
        }
        if (stat.isSymlink()) {
            Dir holder = own == null ? hereBelow : hereUpper;
            if (holder == null) {
                throw new IllegalStateException("a link that nobody has: " + at.child(name));
            }
            return follow(at, holder.readlink(name), time);
        }
        if (!stat.isDirectory()) {
            throw new MalformedTarException(at.child(name) + " is not a folder");
        }
        return own == null ? new Folder(at, name, false, true) : existing(at, name);
    }

    private Folder existing(Folder at, Name name) throws IOException {
        Stat hidden = statBelow(at, name);
        boolean merged =
                hidden != null
                        && hidden.isDirectory()
                        && !LayerXattrs.isOpaque(directory(at).xattrs(name));
        return new Folder(at, name, true, merged);
    }

    private @Nullable Folder follow(Folder from, Name target, FolderTimes.@Nullable Time time)
            throws IOException {
        if (++links > MOST_LINKS) {
            throw new MalformedTarException("too many symbolic links, at /" + from.path);
        }
        Folder at = target.isAbsolute() ? root : from;
        for (Name each : target.components()) {
            if (at == null) {
                return null;
            }
            if (each.equals(Name.of(".."))) {
                at = at.parent == null ? root : at.parent;
            } else {
                at = step(at, each, time);
            }
        }
        return at;
    }

    /// A folder that no entry describes, as docker makes it.
    private Folder create(Folder at, Name name, FolderTimes.Time time) throws IOException {
        Folder made = makeChild(at, name, 0755);
        directory(at).chown(name, 0, 0);
        times.put(made.path, time);
        return made;
    }

    /// The folder of this name in the upper directory: the one that is there, or a new one, which
    /// takes the place of a file.
    Folder makeChild(Folder at, Name name, int mode) throws IOException {
        Dir dir = directory(at);
        Stat own = dir.statOrNull(name);
        if (own != null && own.isDirectory()) {
            return existing(at, name);
        }
        Stat hidden = statBelow(at, name);
        if (own != null) {
            dir.unlink(name);
        }
        if (own != null || hidden != null) {
            forget();
        }
        dir.mkdir(name, mode);
        boolean hides = hidden != null && hidden.isDirectory();
        if (hides && own != null) {
            // Whatever it was, it had replaced the parents' folder.
            dir.setXattr(name, LayerXattrs.OPAQUE, YES);
        }
        return new Folder(at, name, true, hides && own == null);
    }

    /// Makes sure that the upper directory has the folder, with what the parents say of it.
    private void write(Folder folder) throws IOException {
        Folder parent = folder.parent;
        if (folder.written || parent == null) {
            return;
        }
        Dir dir = directory(parent);
        Dir hidden = hereBelow;
        if (hidden != null && dir.statOrNull(folder.name) == null) {
            Stat stat = hidden.stat(folder.name);
            dir.mkdir(folder.name, 0700);
            CopyUp.metadata(hidden, dir, folder.name, stat);
            times.put(folder.path, FolderTimes.Time.of(stat));
        }
        folder.written = true;
    }

    /// Hides all that the parents have in the folder, once.
    void hideAllIn(Folder folder) throws IOException {
        Folder parent = folder.parent;
        if (!folder.merged) {
            return;
        }
        if (parent == null) {
            hideRoot();
            return;
        }
        write(folder);
        directory(parent).setXattr(folder.name, LayerXattrs.OPAQUE, YES);
        folder.merged = false;
        forget();
    }

    /// Overlayfs knows no opaque root: each name is hidden by itself.
    private void hideRoot() throws IOException {
        if (below != null && !rootHidden) {
            rootHidden = true;
            for (DirEntry each : below.list()) {
                hide(root, each.name());
            }
        }
    }

    /// Hides what the parents have under this name; what this layer has there stays.
    void hide(Folder folder, Name name) throws IOException {
        Stat hidden = statBelow(folder, name);
        if (hidden == null) {
            return;
        }
        Stat own = statOwn(folder, name);
        if (own == null) {
            directory(folder).mknod(name, FileType.CHARACTER.bits(), 0);
            forget();
        } else if (own.isDirectory() && hidden.isDirectory()) {
            directory(folder).setXattr(name, LayerXattrs.OPAQUE, YES);
            forget();
        }
    }

    /// Brings a file that only the parents have into the upper directory.
    void copyUp(Folder folder, Name name) throws IOException {
        Stat stat = statBelow(folder, name);
        Dir dir = directory(folder);
        if (stat != null && hereBelow != null) {
            CopyUp.file(hereBelow, dir, name, stat);
        }
    }

    @Override
    public void close() {
        if (hereUpper != null && hereUpper != upper) {
            hereUpper.close();
        }
        if (hereBelow != null && hereBelow != below) {
            hereBelow.close();
        }
        here = root;
        hereUpper = upper;
        hereBelow = below;
    }
}
