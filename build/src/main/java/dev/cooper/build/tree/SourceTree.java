// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.posix.Dir;
import dev.cooper.posix.DirEntry;
import dev.cooper.posix.FileType;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A tree that files are copied from: a build context, or the root file system of a stage or an
/// image.
///
/// @param root closed with this
/// @param keepsOwners false makes every file root's, as with a context, whose owners are the
///   accident of a machine
/// @param digests what is known of files that may change while they are read; null for trees that
///   can't
public record SourceTree(
        Dir root, FileFilter filter, boolean keepsOwners, @Nullable FileDigests digests)
        implements AutoCloseable {

    /// Whether a file is in the tree as steps see it: the filter includes it, or it is a folder
    /// with something below it that the filter includes.
    ///
    /// @param folder where `child` lies, `path` its whole path
    boolean holds(Dir folder, Name child, Name path, boolean directory) throws IOException {
        if (path.isEmpty() || filter.includes(path)) {
            return true;
        }
        if (!directory || !filter.mayHoldIncluded(path)) {
            return false;
        }
        try (Dir dir = folder.openDir(child)) {
            for (DirEntry entry : dir.list()) {
                if (holds(
                        dir,
                        entry.name(),
                        path.child(entry.name()),
                        entry.type() == FileType.DIRECTORY)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// As above, for a path below the root that is free of links.
    boolean holds(Name path, boolean directory) throws IOException {
        Name parent = path.parent();
        if (path.isEmpty()) {
            return true;
        }
        try (Dir folder = parent == null ? root.duplicate() : root.openDir(parent)) {
            return holds(folder, path.fileName(), path, directory);
        }
    }

    int uid(Stat stat) {
        return keepsOwners ? stat.uid() : 0;
    }

    int gid(Stat stat) {
        return keepsOwners ? stat.gid() : 0;
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
