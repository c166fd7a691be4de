// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Content;
import dev.cooper.build.solver.ResultCache;
import dev.cooper.oci.Digest;
import dev.cooper.posix.LockFile;
import dev.cooper.store.CacheRecord;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Results of steps as the store's cache records, for one solve under a lease of the store.
public final class StoreResults implements ResultCache<Tree> {
    private final Store store;

    /// For the solve's lease.
    private final Set<SnapshotId> whole = ConcurrentHashMap.newKeySet();

    public StoreResults(Store store) {
        this.store = store;
    }

    @Override
    public Optional<Hit<Tree>> find(Digest key) throws IOException {
        return store.cache()
                .find(key, whole)
                .map(record ->
                        new Hit<>(
                                record.key(),
                                new Tree.Stored(record.snapshot()),
                                record.created()));
    }

    @Override
    public void put(Digest key, Hit<Tree> hit, String detail) throws IOException {
        CacheRecord record =
                new CacheRecord(hit.key(), Trees.base(hit.result()), hit.created(), detail);
        store.cache().put(key, record);
    }

    @Override
    public void putContents(Digest key, List<Content> contents) throws IOException {
        byte[] packed = Listings.pack(contents);
        if (packed.length > 0) {
            store.cache().putListing(key, packed);
        }
    }

    @Override
    public Lock lock(Digest key) throws IOException {
        LockFile lock = store.cache().lock(key);
        return lock::close;
    }
}
