// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.CachePrune;
import dev.cooper.engine.CacheUse;
import dev.cooper.engine.DiskUsage;
import dev.cooper.engine.PruneFilter;
import dev.cooper.engine.Pruned;
import dev.cooper.engine.RemovedImage;
import dev.cooper.engine.Upkeep;
import java.util.ArrayList;
import java.util.List;

/// Remembers what it was asked for, and answers what the test put in.
final class FakeUpkeep implements Upkeep {
    final List<Object> asked = new ArrayList<>();
    DiskUsage usage = new DiskUsage(0, List.of(), List.of(), List.of());
    Pruned<CacheUse> cache = new Pruned<>(List.of(), 0);
    Pruned<RemovedImage> images = new Pruned<>(List.of(), 0);
    Pruned<String> containers = new Pruned<>(List.of(), 0);

    @Override
    public DiskUsage usage() {
        return usage;
    }

    @Override
    public Pruned<CacheUse> pruneCache(CachePrune what) {
        asked.add(what);
        return cache;
    }

    @Override
    public Pruned<RemovedImage> pruneImages(boolean all, PruneFilter filter) {
        asked.add(all);
        asked.add(filter);
        return images;
    }

    @Override
    public Pruned<String> pruneContainers(PruneFilter filter) {
        asked.add(filter);
        return containers;
    }
}
