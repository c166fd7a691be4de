// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.cache;

import dev.cooper.build.solver.Content;
import dev.cooper.build.solver.ResultCache;
import dev.cooper.build.step.Tree;
import dev.cooper.oci.Digest;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Results of the store, and behind it those of exported caches: found by their records alone,
/// brought to the store once a step needs them.
public final class ImportedResults implements ResultCache<Tree> {
    private final Store store;
    private final ResultCache<Tree> own;
    private final List<ImportedCache> imported;
    private final Consumer<String> complain;

    /// Hits that were handed out without a result, by the step's own key.
    private final Map<Digest, Found> waiting = new ConcurrentHashMap<>();

    private record Found(ImportedCache in, CacheConfig.Step record) {}

    /// @param complain is told of results that can't be had
    public ImportedResults(
            Store store,
            ResultCache<Tree> own,
            List<ImportedCache> imported,
            Consumer<String> complain) {
        this.store = store;
        this.own = own;
        this.imported = imported;
        this.complain = complain;
    }

    @Override
    public Optional<Hit<Tree>> find(Digest key) throws IOException {
        Optional<Hit<Tree>> known = own.find(key);
        if (known.isPresent()) {
            return known;
        }
        for (ImportedCache each : imported) {
            CacheConfig.Step record = each.find(key);
            if (record != null) {
                waiting.putIfAbsent(record.key(), new Found(each, record));
                return Optional.of(
                        new Hit<>(
                                record.key(),
                                record.layer() < 0 ? new Tree.Stored(null) : null,
                                record.created()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Tree> fetch(Hit<Tree> hit) throws InterruptedException {
        Tree known = hit.result();
        if (known != null) {
            return Optional.of(known);
        }
        Found found = waiting.get(hit.key());
        if (found == null) {
            return Optional.empty();
        }
        try {
            SnapshotId snapshot = found.in().bring(found.record(), store);
            return Optional.of(new Tree.Stored(snapshot));
        } catch (IOException e) {
            complain.accept("a result of an imported cache can't be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void put(Digest key, Hit<Tree> hit, String detail) throws IOException {
        own.put(key, hit, detail);
    }

    @Override
    public void putContents(Digest key, List<Content> contents) throws IOException {
        own.putContents(key, contents);
    }

    @Override
    public Lock lock(Digest key) throws IOException {
        return own.lock(key);
    }
}
