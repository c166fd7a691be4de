// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which images or containers a prune is about.
///
/// @param until only those made before
/// @param labels `key` or `key=value`: only those that have all of them
/// @param withoutLabels the same: none of those that have any of them
public record PruneFilter(
        Optional<Instant> until, List<String> labels, List<String> withoutLabels) {
    public static final PruneFilter NONE = new PruneFilter(Optional.empty(), List.of(), List.of());

    public PruneFilter {
        labels = List.copyOf(labels);
        withoutLabels = List.copyOf(withoutLabels);
    }

    boolean matches(Instant created, Map<String, String> has) {
        return until.map(created::isBefore).orElse(true)
                && labels.stream().allMatch(each -> has(has, each))
                && withoutLabels.stream().noneMatch(each -> has(has, each));
    }

    private static boolean has(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        String value = labels.get(equals < 0 ? wanted : wanted.substring(0, equals));
        return value != null && (equals < 0 || value.equals(wanted.substring(equals + 1)));
    }
}
