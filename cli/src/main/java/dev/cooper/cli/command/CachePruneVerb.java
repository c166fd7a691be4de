// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.engine.CachePrune;
import dev.cooper.engine.CacheUse;
import dev.cooper.engine.Pruned;
import java.io.IOException;
import java.util.List;

/// `builder prune`, which is `buildx prune` too.
final class CachePruneVerb implements Verb {
    private final Option.Switch all;
    private final Option.Switch force;
    private final Option.Switch verbose;
    private final CacheFilters filters;

    CachePruneVerb(Options options) {
        all = options.toggle("-a, --all", "Include what images have too");
        force = options.toggle("-f, --force", "Do not prompt for confirmation");
        verbose = options.toggle("--verbose", "Provide a more verbose output");
        filters = new CacheFilters(options);
        filters.declareBudget(options);
        options.refuse("--builder", "--timeout");
    }

    @Override
    public Description description() {
        return new Description(
                "buildx prune",
                "[OPTIONS]",
                "Remove build cache",
                List.of("builder prune", "buildx prune"),
                0,
                0);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, UsageException, IOException {
        CachePrune what = filters.prune(all.isOn());
        String which = all.isOn() ? "all" : "all dangling";
        if (!force.isOn()
                && !Confirmation.given(
                        session,
                        "WARNING! This will remove "
                                + which
                                + " build cache. Are you sure you want to continue?")) {
            return 0;
        }
        Pruned<CacheUse> pruned = session.engine().upkeep().pruneCache(what);
        long total =
                pruned.removed().stream()
                        .filter(each -> !each.shared())
                        .mapToLong(CacheUse::size)
                        .sum();
        StringBuilder out = new StringBuilder();
        if (verbose.isOn()) {
            out.append(CacheTable.details(pruned.removed(), session.clock().instant()));
        } else if (!pruned.removed().isEmpty()) {
            out.append(CacheTable.rows(pruned.removed(), session.clock().instant()));
        }
        session.out().print(out.append("Total:\t").append(HumanSize.four(total)).append('\n'));
        return 0;
    }
}
