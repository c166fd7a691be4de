// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Digest;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.util.Optional;

/// The results of steps by their keys (`cache/ab/HEX`). Safe for threads and processes.
public final class CacheRecords {
    CacheRecords() {}

    /// The record of a key. Empty if there is none, if it is damaged, if its snapshot is gone, or
    /// if a power cut may have damaged what it leads to.
    public Optional<CacheRecord> find(Digest key) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Remembers; the last one wins.
    public void put(Digest key, CacheRecord record) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Held while a step with this key is looked for and made: equal steps of any thread or process
    /// run once. Waits.
    public LockFile lock(Digest key) throws IOException {
        throw new UnsupportedOperationException();
    }
}
