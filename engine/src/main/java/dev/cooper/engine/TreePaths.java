// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.util.List;

/// Directories below a root, with links followed inside it.
final class TreePaths {
    static final Name DOT = Name.of(".");

    private TreePaths() {}

    /// Opens a directory by its components from the root.
    static Dir open(Dir root, List<Name> parts) throws PosixException {
        return root.resolveDir(parts.isEmpty() ? DOT : Name.join(parts));
    }

    /// Opens a directory, and makes it and those above it where they are missing: mode 0755, owned
    /// by root.
    static Dir make(Dir root, List<Name> parts) throws PosixException {
        try {
            return open(root, parts);
        } catch (PosixException e) {
            if (parts.isEmpty() || !e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        try (Dir parent = make(root, parts.subList(0, parts.size() - 1))) {
            parent.mkdir(parts.getLast(), 0755);
            parent.chown(parts.getLast(), 0, 0);
            parent.chmod(parts.getLast(), 0755);
        }
        return open(root, parts);
    }
}
