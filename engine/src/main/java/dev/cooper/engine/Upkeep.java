// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

/// What a store takes, and making room in it. Safe for any number of threads and processes.
///
/// Nothing that a tag, a container or a running build uses is ever deleted. What was forgotten
/// while a build runs is deleted when that build ends.
public interface Upkeep {
    /// Measures everything: walks files that weren't measured before.
    DiskUsage usage();

    /// Forgets results of steps, and shared folders.
    Pruned<CacheUse> pruneCache(CachePrune what);

    /// Removes images that no container uses.
    ///
    /// @param all those with a name too
    Pruned<RemovedImage> pruneImages(boolean all, PruneFilter filter);

    /// Removes containers that don't run.
    Pruned<String> pruneContainers(PruneFilter filter);
}
