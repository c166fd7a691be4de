// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Locks.
public final class LockFile implements AutoCloseable {
    private LockFile() {}

    public static LockFile acquire(Path file, boolean exclusive) throws PosixException {
        return Unfinished.call();
    }

    public static @Nullable LockFile tryAcquire(Path file, boolean exclusive)
            throws PosixException {
        return Unfinished.call();
    }

    @Override
    public void close() {
        Unfinished.call();
    }
}
