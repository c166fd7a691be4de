// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.posix.LockFile;
import dev.cooper.posix.PosixException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The kernel's locks: empty files in `locks/`, held by open descriptors, so that no lock outlives
/// its process. Owns the names in there.
///
/// Fixed locks have plain names; those of keys are hashed, begin with `k-`, and go when a
/// collection finds nobody at them.
final class Locks {
    /// Held shared by everyone whose unfinished work a collection must not take away.
    static final String STORE = "store";

    /// Held while sessions in `tmp` come and go.
    static final String SESSIONS = "sessions";

    /// Held by whoever deletes what is in `trash`.
    static final String TRASH = "trash";

    /// Held shared while something is published, exclusively while an epoch ends.
    static final String EPOCHS = "epochs";

    /// Held by whoever changes tags or images.
    static final String IMAGES = "images";

    /// Held by whoever changes the set of containers or a container's state.
    static final String CONTAINERS = "containers";

    /// Held by whoever keeps the cache within its budget.
    static final String UPKEEP = "upkeep";

    private static final String KEY_PREFIX = "k-";

    private final Path folder;

    Locks(StoreRoot root) {
        folder = root.path(Room.LOCKS);
    }

    LockFile exclusive(String name) throws PosixException {
        return LockFile.acquire(folder.resolve(name), true);
    }

    LockFile shared(String name) throws PosixException {
        return LockFile.acquire(folder.resolve(name), false);
    }

    @Nullable LockFile tryExclusive(String name) throws PosixException {
        return LockFile.tryAcquire(folder.resolve(name), true);
    }

    /// The exclusive lock of a key, waited for. Whoever waits keeps collections away, so that
    /// nobody deletes the file that is being waited at.
    LockFile key(String key) throws PosixException {
        try (LockFile _ = shared(STORE)) {
            return exclusive(KEY_PREFIX + Digest.sha256(key.getBytes(UTF_8)).hex());
        }
    }

    /// As [#key], with others.
    LockFile keyShared(String key) throws PosixException {
        try (LockFile _ = shared(STORE)) {
            return shared(KEY_PREFIX + Digest.sha256(key.getBytes(UTF_8)).hex());
        }
    }

    /// The exclusive lock of a key if nobody has it, else null.
    @Nullable LockFile tryKey(String key) throws PosixException {
        try (LockFile _ = shared(STORE)) {
            return tryExclusive(KEY_PREFIX + Digest.sha256(key.getBytes(UTF_8)).hex());
        }
    }

    static boolean isOfKey(String fileName) {
        return fileName.startsWith(KEY_PREFIX);
    }
}
