// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.cache.CacheSource;
import dev.cooper.build.cache.CacheTarget;
import java.util.List;
import java.util.Set;

/// What a build does with results of earlier ones.
///
/// @param use false makes every step run
/// @param except stages whose every step runs, by name or number
/// @param from exported caches to look in besides the store
/// @param to where to export results to
/// @param explain whether it is told why steps run
public record CacheSpec(
        boolean use,
        Set<String> except,
        List<CacheSource> from,
        List<CacheTarget> to,
        boolean explain) {
    /// The store's own results, and nothing else.
    public static final CacheSpec USUAL =
            new CacheSpec(true, Set.of(), List.of(), List.of(), false);

    public CacheSpec {
        except = Set.copyOf(except);
        from = List.copyOf(from);
        to = List.copyOf(to);
    }
}
