// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.posix.TreeCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The merged trees of chains where there are no overlays: folders of links to the files of their
/// snapshots, made when somebody wants to read them and then kept. Owns `snapshots/ID/whole`.
final class Wholes {
    private static final String WHOLE = "whole";

    private final StoreRoot root;
    private final Locks locks;
    private final Workspace workspace;

    Wholes(StoreRoot root, Locks locks, Workspace workspace) {
        this.root = root;
        this.locks = locks;
        this.workspace = workspace;
    }

    /// @param chain newest first, at least one
    Path of(List<SnapshotId> chain) throws IOException {
        SnapshotId top = chain.getFirst();
        if (chain.size() == 1) {
            return path(top, Snapshots.FS);
        }
        Dir room = root.dir(Room.SNAPSHOTS);
        Name whole = Snapshots.file(top, WHOLE);
        if (room.statOrNull(whole) == null) {
            try (LockFile _ = locks.key("whole " + top)) {
                if (room.statOrNull(whole) == null) {
                    workspace.move(make(chain), Room.SNAPSHOTS, whole);
                }
            }
        }
        return path(top, WHOLE);
    }

    private Path path(SnapshotId id, String folder) {
        return root.path(Room.SNAPSHOTS).resolve(id.value()).resolve(folder);
    }

    private Name make(List<SnapshotId> chain) throws IOException {
        Name made = workspace.fresh();
        Dir tmp = workspace.dir();
        tmp.mkdir(made, 0700);
        try (Dir to = tmp.openDir(made)) {
            for (SnapshotId each : chain.reversed()) {
                try (Dir own =
                        root.dir(Room.SNAPSHOTS).openDir(Snapshots.file(each, Snapshots.FS))) {
                    apply(own, to);
                }
            }
            return made;
        } catch (IOException e) {
            tmp.deleteTree(made);
            throw e;
        }
    }

    /// Does to the merged tree of the parents what a tree in overlay form says.
    private static void apply(Dir own, Dir to) throws PosixException {
        for (DirEntry each : own.list()) {
            Name name = each.name();
            Stat stat = own.stat(name);
            if (stat.isWhiteout()) {
                to.deleteTree(name);
            } else if (each.type() == FileType.DIRECTORY) {
                Stat there = to.statOrNull(name);
                if (there != null
                        && (!there.isDirectory() || LayerXattrs.isOpaque(own.xattrs(name)))) {
                    to.deleteTree(name);
                    there = null;
                }
                if (there == null) {
                    to.mkdir(name, 0700);
                }
                try (Dir in = own.openDir(name);
                        Dir out = to.openDir(name)) {
                    apply(in, out);
                }
            } else {
                to.deleteTree(name);
                TreeCopy.file(own, name, to, true);
            }
        }
        TreeCopy.same(own, to);
    }
}
