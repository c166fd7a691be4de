// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Listing;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.CacheUse;
import dev.cooper.engine.ContainerView;
import dev.cooper.engine.DiskUsage;
import java.util.ArrayList;
import java.util.List;

/// `system df`.
final class DiskUsageVerb implements Verb {
    private static final String TABLE =
            "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";

    private final Option.Switch verbose;
    private final Option.Text format;

    DiskUsageVerb(Options options) {
        verbose = options.toggle("-v, --verbose", "Show detailed information on space usage");
        format = options.text("--format", "string", FormatHelp.LIST);
    }

    @Override
    public Description description() {
        return new Description("system df", "[OPTIONS]", "Show disk usage", List.of(), 0, 0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws TemplateException {
        String given = format.orElse("");
        Listing listing = Listing.of(given, TABLE);
        DiskUsage usage = session.engine().upkeep().usage();
        boolean terminal = session.terminal().isOutput();
        if (verbose.isOn() && given.isEmpty()) {
            session.out().print(new DiskUsageDetails(session, usage).text(terminal));
        } else {
            session.out().print(listing.render(DiskUsageRow.HEADINGS, rows(usage), terminal));
        }
        return 0;
    }

    private static List<DiskUsageRow> rows(DiskUsage usage) {
        List<DiskUsageRow> rows = new ArrayList<>();
        long usedByImages = 0;
        int active = 0;
        for (DiskUsage.ImageUse each : usage.images()) {
            if (each.containers() > 0) {
                active++;
                usedByImages += each.image().size() - each.sharedSize();
            }
        }
        rows.add(
                new DiskUsageRow(
                        "Images",
                        usage.images().size(),
                        active,
                        usage.layersSize(),
                        usage.layersSize() - usedByImages,
                        true));
        long written = 0;
        long reclaimable = 0;
        int running = 0;
        for (DiskUsage.ContainerUse each : usage.containers()) {
            boolean runs = each.container().status() == ContainerView.Status.RUNNING;
            running += runs ? 1 : 0;
            written += each.size();
            reclaimable += runs ? 0 : each.size();
        }
        rows.add(
                new DiskUsageRow(
                        "Containers",
                        usage.containers().size(),
                        running,
                        written,
                        reclaimable,
                        true));
        rows.add(new DiskUsageRow("Local Volumes", 0, 0, 0, 0, false));
        rows.add(
                new DiskUsageRow(
                        "Build Cache",
                        usage.cache().size(),
                        (int) usage.cache().stream().filter(CacheUse::inUse).count(),
                        cacheSize(usage.cache(), false),
                        cacheSize(usage.cache(), true),
                        false));
        return rows;
    }

    /// Of what no image has, all or that which nobody works with.
    static long cacheSize(List<CacheUse> cache, boolean idle) {
        return cache.stream()
                .filter(each -> !each.shared() && (!idle || !each.inUse()))
                .mapToLong(CacheUse::size)
                .sum();
    }

    /// `1.2GB (40%)`, as docker shows what could be freed.
    static String reclaimable(long bytes, long of, boolean percent) {
        return HumanSize.four(bytes) + (percent && of > 0 ? " (" + bytes * 100 / of + "%)" : "");
    }
}
