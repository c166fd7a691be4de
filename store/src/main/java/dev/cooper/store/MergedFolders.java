// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.MalformedTarException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.Name;
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
final class MergedFolders {
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

    /// A folder of the merged view.
    static final class Folder {
        private final @Nullable Folder parent;
        private final Name path;

        /// Whether the upper directory has it.
        private boolean written;

        /// Whether what the parents have in it is seen.
        private boolean merged;

        private Folder(@Nullable Folder parent, Name path, boolean written, boolean merged) {
            this.parent = parent;
            this.path = path;
            this.written = written;
            this.merged = merged;
        }

        /// From the root, free of links; empty for the root.
        Name path() {
            return path;
        }
    }

    MergedFolders(Dir upper, @Nullable Dir below, FolderTimes times) {
        this.upper = upper;
        this.below = below;
        this.times = times;
        this.root = new Folder(null, Name.of(""), true, below != null);
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
        write(folder);
        return folder;
    }

    /// What the parents have there, null if nothing or if it is hidden.
    @Nullable Stat statBelow(Folder folder, Name name) throws IOException {
        if (!folder.merged || below == null) {
            return null;
        }
        Stat stat = below.statOrNull(folder.path.child(name));
        return stat == null || stat.isWhiteout() ? null : stat;
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
        Name path = at.path.child(name);
        Stat own = upper.statOrNull(path);
        Stat stat = own == null ? statBelow(at, name) : own;
        if (stat == null || stat.isWhiteout()) {
            return time == null ? null : create(at, name, time);
        }
        if (stat.isSymlink()) {
            Dir holder = own == null && below != null ? below : upper;
            return follow(at, holder.readlink(path), time);
        }
        if (!stat.isDirectory()) {
            throw new MalformedTarException(path + " is not a folder");
        }
        return own == null ? new Folder(at, path, false, true) : existing(at, name);
    }

    private Folder existing(Folder at, Name name) throws IOException {
        Name path = at.path.child(name);
        Stat hidden = statBelow(at, name);
        boolean merged =
                hidden != null && hidden.isDirectory() && !LayerXattrs.isOpaque(upper.xattrs(path));
        return new Folder(at, path, true, merged);
    }

    private @Nullable Folder follow(Folder from, Name target, FolderTimes.@Nullable Time time)
            throws IOException {
        if (++links > MOST_LINKS) {
            throw new MalformedTarException("too many symbolic links, at " + from.path);
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
        upper.chown(made.path, 0, 0);
        times.put(made.path, time);
        return made;
    }

    /// The folder of this name in the upper directory: the one that is there, or a new one, which
    /// takes the place of a file.
    Folder makeChild(Folder at, Name name, int mode) throws IOException {
        write(at);
        Name path = at.path.child(name);
        Stat own = upper.statOrNull(path);
        if (own != null && own.isDirectory()) {
            return existing(at, name);
        }
        Stat hidden = statBelow(at, name);
        if (own != null) {
            upper.unlink(path);
        }
        if (own != null || hidden != null) {
            forget();
        }
        upper.mkdir(path, mode);
        boolean hides = hidden != null && hidden.isDirectory();
        if (hides && own != null) {
            // Whatever it was, it had replaced the parents' folder.
            upper.setXattr(path, LayerXattrs.OPAQUE, YES);
        }
        return new Folder(at, path, true, hides && own == null);
    }

    /// Makes sure that the upper directory has the folder, with what the parents say of it.
    void write(Folder folder) throws IOException {
        Folder parent = folder.parent;
        if (folder.written || parent == null || below == null) {
            return;
        }
        write(parent);
        Name path = folder.path;
        if (upper.statOrNull(path) == null) {
            Stat stat = below.stat(path);
            upper.mkdir(path, 0700);
            CopyUp.metadata(below, upper, path, stat);
            times.put(path, FolderTimes.Time.of(stat));
        }
        folder.written = true;
    }

    /// Hides all that the parents have in the folder, once.
    void hideAllIn(Folder folder) throws IOException {
        if (!folder.merged) {
            return;
        }
        if (folder.parent == null) {
            hideRoot();
            return;
        }
        write(folder);
        upper.setXattr(folder.path, LayerXattrs.OPAQUE, YES);
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
        Name path = folder.path.child(name);
        Stat own = upper.statOrNull(path);
        if (own == null) {
            write(folder);
            upper.mknod(path, 0020000, 0);
            forget();
        } else if (own.isDirectory() && hidden.isDirectory()) {
            upper.setXattr(path, LayerXattrs.OPAQUE, YES);
            forget();
        }
    }
}
