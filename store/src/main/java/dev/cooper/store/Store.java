// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.nio.file.Path;

/// A store that is open. Any number may be open on one folder, in this process and in others; for
/// any number of threads.
public final class Store implements AutoCloseable {
    private Store() {}

    /// Opens the store at `root`, and makes it where there is none. Deletes what dead processes
    /// left in `tmp`.
    ///
    /// @throws UnusableStoreException if the folder can't be a store
    public static Store open(Path root) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Path root() {
        throw new UnsupportedOperationException();
    }

    public Snapshots snapshots() {
        throw new UnsupportedOperationException();
    }

    public Layers layers() {
        throw new UnsupportedOperationException();
    }

    public Images images() {
        throw new UnsupportedOperationException();
    }

    public CacheRecords cache() {
        throw new UnsupportedOperationException();
    }

    public Containers containers() {
        throw new UnsupportedOperationException();
    }

    /// A new, empty folder (mode 0700) of this open store, for a step's own files; deleted by the
    /// caller, or when the store is closed, or by the next process that opens the store.
    public Path scratch() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Keeps a collection away while it is held: everything that work in progress has made and
    /// nothing refers to yet.
    public LockFile lease() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Brings all that was published to the disk. To be called before a tag moves.
    public void sync() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Deletes what neither an image, a container, a cache record nor an open draft refers to. Does
    /// nothing while anybody holds a lease.
    ///
    /// @return whether it ran
    public boolean collect() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
