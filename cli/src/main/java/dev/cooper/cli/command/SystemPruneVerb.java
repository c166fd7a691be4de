// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.CachePrune;
import dev.cooper.engine.CacheUse;
import dev.cooper.engine.PruneFilter;
import dev.cooper.engine.Pruned;
import dev.cooper.engine.RemovedImage;
import dev.cooper.engine.Upkeep;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `system prune`: containers, then images, then the cache.
final class SystemPruneVerb implements Verb {
    private final Option.Switch all;
    private final Option.Switch force;
    private final Option.Texts filters;

    SystemPruneVerb(Options options) {
        all = options.toggle("-a, --all", "Remove all unused images not just dangling ones");
        force = options.toggle("-f, --force", "Do not prompt for confirmation");
        filters =
                options.texts(
                        "--filter",
                        "filter",
                        "Provide filter values (e.g. \"label=<key>=<value>\")");
        options.toggle("--volumes", "Accepted; there are no volumes to prune");
    }

    @Override
    public Description description() {
        return new Description("system prune", "[OPTIONS]", "Remove unused data", List.of(), 0, 0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        Instant now = session.clock().instant();
        PruneFilter filter = PruneFilters.of(filters, now);
        if (!force.isOn() && !Confirmation.given(session, warning())) {
            return 0;
        }
        Upkeep upkeep = session.engine().upkeep();
        Pruned<String> containers = upkeep.pruneContainers(filter);
        session.out().print(ContainerPruneVerb.told("Deleted Containers:", containers.removed()));
        Pruned<RemovedImage> images = upkeep.pruneImages(all.isOn(), filter);
        session.out().print(ImagePruneVerb.told(images.removed()));
        long bytes = containers.bytes() + images.bytes();
        if (filter.labels().isEmpty() && filter.withoutLabels().isEmpty()) {
            // Cache entries have no labels.
            Pruned<CacheUse> cache = upkeep.pruneCache(cache(filter, now));
            List<String> ids = cache.removed().stream().map(CacheUse::id).toList();
            session.out().print(ContainerPruneVerb.told("Deleted build cache objects:", ids));
            bytes += cache.bytes();
        }
        session.out().println("Total reclaimed space: " + HumanSize.four(bytes));
        return 0;
    }

    private CachePrune cache(PruneFilter filter, Instant now) {
        Duration unusedFor =
                filter.until().map(until -> Duration.between(until, now)).orElse(Duration.ZERO);
        return new CachePrune(all.isOn(), Set.of(), Set.of(), Optional.empty(), unusedFor, 0, 0, 0);
    }

    private String warning() {
        StringBuilder out = new StringBuilder("WARNING! This will remove:\n");
        out.append("  - all stopped containers\n");
        out.append(
                all.isOn()
                        ? "  - all images without at least one container associated to them\n"
                        : "  - all dangling images\n");
        out.append(all.isOn() ? "  - all build cache\n" : "  - unused build cache\n");
        if (!filters.values().isEmpty()) {
            out.append("\n  Items to be pruned will be filtered with:\n");
            filters.values().forEach(each -> out.append("  - ").append(each).append('\n'));
        }
        return out.append("\nAre you sure you want to continue?").toString();
    }
}
