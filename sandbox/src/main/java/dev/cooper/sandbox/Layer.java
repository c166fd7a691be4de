// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What fills a part of a [RootView]: the tree itself, or something mounted over it.
///
/// @param at where it is seen: a path without links, empty for the root
/// @param dir its files; null where there are none to look at from here
/// @param file for a single file, what it is
/// @param stubs where places made in it are noted down, to be taken away; null if they go with it
record Layer(Name at, Kind kind, @Nullable Dir dir, @Nullable Stat file, @Nullable Stubs stubs) {
    enum Kind {
        /// Places for mounts can be made in it.
        WRITABLE,
        READ_ONLY,
        /// A fresh file system, empty when the sandbox starts: places are made in it then.
        FRESH,
        /// The kernel's processes, inside others than here: nothing below it can be resolved now,
        /// and nothing may be put over it.
        PROC
    }

    static Layer folder(Name at, Kind kind, Dir dir, @Nullable Stubs stubs) {
        return new Layer(at, kind, dir, null, stubs);
    }

    static Layer file(Name at, Stat file) {
        return new Layer(at, Kind.READ_ONLY, null, file, null);
    }

    static Layer unseen(Name at, Kind kind) {
        return new Layer(at, kind, null, null, null);
    }

    boolean covers(Name real) {
        return isAtOrBelow(at, real);
    }

    /// @param above empty for the root
    static boolean isAtOrBelow(Name above, Name path) {
        if (above.isEmpty()) {
            return true;
        }
        boolean whole =
                path.length() == above.length()
                        || (path.length() > above.length() && path.bytes()[above.length()] == '/');
        return whole && path.startsWith(above);
    }

    /// The rest of `real` below this.
    Name inside(Name real) {
        byte[] bytes = real.bytes();
        int skip = at.isEmpty() ? 0 : Math.min(bytes.length, at.length() + 1);
        return Name.of(Arrays.copyOfRange(bytes, skip, bytes.length));
    }

    /// Null if there is nothing, or nothing that can be looked at.
    @Nullable Stat stat(Name real) throws PosixException {
        Name inside = inside(real);
        if (dir == null) {
            return inside.isEmpty() ? file : null;
        }
        return inside.isEmpty() ? dir.self() : dir.statOrNull(inside);
    }
}
