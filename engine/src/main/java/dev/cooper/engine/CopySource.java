// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.tree.CleanPath;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `cp` copies: a directory, or one other entry of a directory.
///
/// @param dir the directory to copy, or the one that holds `entry`
/// @param entry what to copy from `dir`; null for `dir` itself
/// @param base the name it takes in a directory that is there; empty if what is in it goes there
///   without it (`SRC/.`, and the root)
/// @param stat of the thing itself
record CopySource(Dir dir, @Nullable Name entry, Name base, Stat stat) implements AutoCloseable {
    private static final Name NO_NAME = Name.of("");
    private static final Name SLASH_DOT = Name.of("/.");

    /// Finds a path below `root` by docker's rules: links on the way are followed inside the root,
    /// the last one only if `followLink` is on or the path says that it is a directory (`/`, `/.`).
    ///
    /// @throws PosixException `ENOENT` if there is nothing, `ENOTDIR` if it says that it is a
    ///   directory and isn't one
    static CopySource find(Dir root, Name typed, boolean followLink) throws PosixException {
        List<Name> parts = CleanPath.components(typed);
        if (parts.isEmpty()) {
            return directory(root.duplicate(), NO_NAME);
        }
        Name base = parts.getLast();
        if (saysDirectory(typed)) {
            return directory(TreePaths.open(root, parts), endsWithDot(typed) ? NO_NAME : base);
        }
        List<Name> real = followLink ? root.realPath(Name.join(parts)).components() : parts;
        if (real.isEmpty()) {
            return directory(root.duplicate(), base);
        }
        Dir parent = TreePaths.open(root, real.subList(0, real.size() - 1));
        try {
            Stat stat = parent.stat(real.getLast());
            if (!stat.isDirectory()) {
                CopySource found = new CopySource(parent, real.getLast(), base, stat);
                parent = null;
                return found;
            }
            return directory(parent.openDir(real.getLast()), base);
        } finally {
            if (parent != null) {
                parent.close();
            }
        }
    }

    private static CopySource directory(Dir dir, Name base) throws PosixException {
        try {
            return new CopySource(dir, null, base, dir.self());
        } catch (PosixException e) {
            dir.close();
            throw e;
        }
    }

    /// Whether a path as typed can only be a directory.
    static boolean saysDirectory(Name typed) {
        return typed.endsWithSlash() || endsWithDot(typed);
    }

    private static boolean endsWithDot(Name typed) {
        int length = typed.length();
        return typed.equals(TreePaths.DOT)
                || (length >= 2 && Name.of(tail(typed)).equals(SLASH_DOT));
    }

    private static byte[] tail(Name typed) {
        byte[] bytes = typed.bytes();
        return new byte[] {bytes[bytes.length - 2], bytes[bytes.length - 1]};
    }

    boolean isDirectory() {
        return entry == null;
    }

    @Override
    public void close() {
        dir.close();
    }
}
