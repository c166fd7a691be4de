// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Work that several want at the same time, done by the first of them. Nothing is remembered once
/// it is done: what a registry has today it may not have tomorrow.
final class Flights {
    /// What is to be done.
    interface Work<T> {
        T run() throws IOException;
    }

    private final Map<String, CompletableFuture<Boolean>> going = new ConcurrentHashMap<>();

    /// @param second what it comes to for those who come while the first is at it
    <T> T run(String key, Work<T> first, Work<T> second) throws IOException {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> other = going.putIfAbsent(key, own);
        if (other == null) {
            try {
                T result = first.run();
                own.complete(true);
                return result;
            } finally {
                going.remove(key, own);
                own.complete(false);
            }
        }
        try {
            if (other.get()) {
                return second.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another upload");
        } catch (ExecutionException e) {
            throw new IllegalStateException("this future has no failures", e);
        }
        // The other one failed, or was canceled, which needn't be so for this one.
        return run(key, first, second);
    }
}
