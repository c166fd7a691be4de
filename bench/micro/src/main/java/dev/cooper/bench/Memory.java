// SPDX-License-Identifier: Apache-2.0
package dev.cooper.bench;

import dev.cooper.build.solver.ResultCache;
import dev.cooper.oci.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Results that nothing but memory keeps.
final class Memory implements ResultCache<String> {
    private final Map<Digest, Hit<String>> hits = new ConcurrentHashMap<>();

    @Override
    public Optional<Hit<String>> find(Digest key) {
        return Optional.ofNullable(hits.get(key));
    }

    @Override
    public void put(Digest key, Hit<String> hit, String detail) {
        hits.put(key, hit);
    }

    @Override
    public Lock lock(Digest key) {
        return () -> {};
    }
}
