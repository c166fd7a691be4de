// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Listing;
import dev.cooper.cli.format.Row;
import dev.cooper.cli.format.Times;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.cli.template.Value;
import dev.cooper.engine.CacheUse;
import dev.cooper.engine.DiskUsage;
import dev.cooper.oci.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables of `system df -v`.
final class DiskUsageDetails {
    private static final String IMAGES =
            "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}";
    private static final String CONTAINERS =
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}";
    private static final String CACHE =
            "{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}";
    private static final Map<String, String> CACHE_HEADINGS =
            Map.of(
                    "ID", "CACHE ID",
                    "CacheType", "CACHE TYPE",
                    "Size", "SIZE",
                    "CreatedSince", "CREATED",
                    "LastUsedSince", "LAST USED",
                    "UsageCount", "USAGE",
                    "Shared", "SHARED");

    private final Instant now;
    private final DiskUsage usage;

    DiskUsageDetails(Session session, DiskUsage usage) {
        this.now = session.clock().instant();
        this.usage = usage;
    }

    String text(boolean terminal) throws TemplateException {
        return "Images space usage:\n\n"
                + Listing.of("", IMAGES).render(ImageRow.HEADINGS, images(), terminal)
                + "\nContainers space usage:\n\n"
                + Listing.of("", CONTAINERS).render(ContainerRow.HEADINGS, containers(), terminal)
                + "\nLocal Volumes space usage:\n\n"
                + "VOLUME NAME   LINKS     SIZE\n"
                + "\nBuild cache usage: "
                + HumanSize.four(DiskUsageVerb.cacheSize(usage.cache(), false))
                + "\n\n"
                + Listing.of("", CACHE)
                        .render(
                                CACHE_HEADINGS,
                                usage.cache().stream()
                                        .map(each -> new CacheRow(each, now))
                                        .toList(),
                                terminal);
    }

    private List<Row> images() {
        List<Row> rows = new ArrayList<>();
        for (DiskUsage.ImageUse each : usage.images()) {
            if (each.image().tags().isEmpty()) {
                rows.add(image(each, null));
            }
            for (Reference tag : each.image().tags()) {
                rows.add(image(each, tag));
            }
        }
        return rows;
    }

    private Row image(DiskUsage.ImageUse use, @Nullable Reference tag) {
        ImageRow plain = new ImageRow(use.image(), tag, now, false);
        return new MeasuredRow(
                plain,
                Map.of(
                        "SharedSize", HumanSize.four(use.sharedSize()),
                        "UniqueSize", HumanSize.four(use.image().size() - use.sharedSize()),
                        "Containers", Integer.toString(use.containers())));
    }

    private List<Row> containers() {
        List<Row> rows = new ArrayList<>();
        for (DiskUsage.ContainerUse each : usage.containers()) {
            ContainerRow plain =
                    new ContainerRow(each.container(), each.container().image(), now, false);
            rows.add(new MeasuredRow(plain, Map.of("Size", HumanSize.three(each.size()))));
        }
        return rows;
    }

    /// A row of another list, with fields that only this one has measured.
    private static final class MeasuredRow extends Row {
        private final Row plain;
        private final Map<String, String> measured;

        MeasuredRow(Row plain, Map<String, String> measured) {
            this.plain = plain;
            this.measured = measured;
        }

        @Override
        public String type() {
            return plain.type();
        }

        @Override
        public List<String> fields() {
            return plain.fields();
        }

        @Override
        protected @Nullable String text(String field) {
            String known = measured.get(field);
            return known == null && plain.field(field) instanceof Value.Str(String text)
                    ? text
                    : known;
        }
    }

    private static final class CacheRow extends Row {
        private static final int SHORT_ID = 12;

        private final CacheUse entry;
        private final Instant now;

        CacheRow(CacheUse entry, Instant now) {
            this.entry = entry;
            this.now = now;
        }

        @Override
        public String type() {
            return "*formatter.buildCacheContext";
        }

        @Override
        public List<String> fields() {
            return List.copyOf(CACHE_HEADINGS.keySet());
        }

        @Override
        protected @Nullable String text(String field) {
            return switch (field) {
                case "ID" -> entry.id().substring(0, Math.min(SHORT_ID, entry.id().length()));
                case "CacheType" -> entry.type();
                case "Size" -> HumanSize.three(entry.size());
                case "CreatedSince" -> Times.ago(entry.created(), now);
                case "LastUsedSince" -> Times.ago(entry.lastUsed(), now);
                case "UsageCount" -> Integer.toString(entry.uses());
                case "Shared" -> Boolean.toString(entry.shared());
                default -> null;
            };
        }
    }
}
