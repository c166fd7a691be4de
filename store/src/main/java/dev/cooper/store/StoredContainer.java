// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One container of the store. A handle: what is asked is read when it is asked. Safe for threads
/// and processes.
public final class StoredContainer {
    StoredContainer() {}

    /// 64 hexadecimal digits.
    public String id() {
        throw new UnsupportedOperationException();
    }

    public String name() {
        throw new UnsupportedOperationException();
    }

    public Digest image() {
        throw new UnsupportedOperationException();
    }

    public Json.Obj record() {
        throw new UnsupportedOperationException();
    }

    /// As it was last written.
    public Json.Obj state() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Replaces the state, atomically.
    public void state(Json.Obj changed) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Its root file system.
    public WritableTree tree() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The file that its output is appended to; may not exist yet. Its form is the caller's.
    public Path log() {
        throw new UnsupportedOperationException();
    }

    /// The lock that whoever runs the container, or touches its tree from outside, holds; null if
    /// somebody has it. A container whose state says that it runs and whose lock is free has died
    /// with its process.
    public @Nullable LockFile tryLock() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Waits for the lock.
    public LockFile lock() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Deletes it, its tree and its log. The caller holds the lock.
    public void remove() throws IOException {
        throw new UnsupportedOperationException();
    }
}
