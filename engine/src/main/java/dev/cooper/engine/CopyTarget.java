// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.tree.CleanPath;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where `cp` copies to: `name` in the open directory `parent`.
///
/// @param name what it is called there; null for `parent` itself, which is then the target
/// @param there what is there now, null if nothing is
/// @param saysDirectory whether the path as typed can only be a directory
record CopyTarget(Dir parent, @Nullable Name name, @Nullable Stat there, boolean saysDirectory)
        implements AutoCloseable {
    private static final int MAX_LINKS = 40;

    /// Finds a path below `root`. All links are followed, the last one too, even one that leads to
    /// nothing yet: its target is what will be made.
    ///
    /// @throws PosixException `ENOENT` if the directory that should hold it isn't there
    static CopyTarget find(Dir root, Name typed) throws PosixException {
        boolean saysDirectory = CopySource.saysDirectory(typed);
        List<Name> parts = CleanPath.components(typed);
        for (int links = 0; links < MAX_LINKS && !parts.isEmpty(); links++) {
            List<Name> above = parts.subList(0, parts.size() - 1);
            Name name = parts.getLast();
            Dir parent = TreePaths.open(root, above);
            boolean kept = false;
            try {
                Stat stat = parent.statOrNull(name);
                if (stat == null || !stat.isSymlink()) {
                    kept = stat == null || !stat.isDirectory();
                    return kept
                            ? new CopyTarget(parent, name, stat, saysDirectory)
                            : new CopyTarget(parent.openDir(name), null, stat, true);
                }
                parts = behind(root, parts, parent.readlink(name));
            } finally {
                if (!kept) {
                    parent.close();
                }
            }
        }
        if (parts.isEmpty()) {
            return new CopyTarget(root.duplicate(), null, root.self(), true);
        }
        throw new CooperException.InvalidInput(typed + ": too many symbolic links");
    }

    /// The path that a link leads to: by the kernel's word, or by its text if nothing is there.
    private static List<Name> behind(Dir root, List<Name> link, Name text) throws PosixException {
        try {
            return root.realPath(Name.join(link)).components();
        } catch (PosixException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        List<Name> path = new ArrayList<>();
        if (!text.isAbsolute()) {
            path.addAll(link.subList(0, link.size() - 1));
        }
        path.addAll(text.components());
        return CleanPath.components(Name.join(path));
    }

    /// Whether the target is a directory that is there.
    boolean isDirectory() {
        return name == null;
    }

    @Override
    public void close() {
        parent.close();
    }
}
