// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Waits for nothing, and remembers for how long it would have.
final class NoPatience implements Patience {
    final List<Duration> waits = new CopyOnWriteArrayList<>();

    @Override
    public long now() {
        return waits.stream().mapToLong(Duration::toNanos).sum();
    }

    @Override
    public double luck() {
        return 1;
    }

    @Override
    public void await(Duration wait) {
        waits.add(wait);
    }
}
