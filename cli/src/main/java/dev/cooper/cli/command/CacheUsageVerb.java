// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Text;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.engine.CachePrune;
import dev.cooper.engine.CacheUse;
import java.time.Instant;
import java.util.List;

/// `buildx du`.
final class CacheUsageVerb implements Verb {
    private final CacheFilters filters;
    private final Option.Switch verbose;

    CacheUsageVerb(Options options) {
        filters = new CacheFilters(options);
        verbose = options.toggle("--verbose", "Provide a more verbose output");
        options.refuse("--builder", "--format", "--timeout");
    }

    @Override
    public Description description() {
        return new Description(
                "buildx du",
                "[OPTIONS]",
                "Disk usage of the build cache",
                List.of("buildx du", "builder du"),
                0,
                0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, UsageException {
        CachePrune what = filters.prune(true);
        Instant now = session.clock().instant();
        List<CacheUse> entries =
                session.engine().upkeep().usage().cache().stream()
                        .filter(each -> CacheFilters.matches(what, each, now))
                        .toList();
        String text =
                (verbose.isOn() ? CacheTable.details(entries, now) : CacheTable.rows(entries, now))
                        + CacheTable.summary(entries);
        session.out().print(session.terminal().isOutput() ? Text.harmless(text, true) : text);
        return 0;
    }
}
