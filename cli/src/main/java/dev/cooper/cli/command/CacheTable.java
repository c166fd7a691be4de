// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Times;
import dev.cooper.engine.CacheUse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Cache entries in buildx's layout.
final class CacheTable {
    private CacheTable() {}

    /// A line for each, below headings.
    static String rows(List<CacheUse> entries, Instant now) {
        StringBuilder out = new StringBuilder();
        line(out, "ID", "RECLAIMABLE", "SIZE", "LAST ACCESSED");
        for (CacheUse each : entries) {
            line(
                    out,
                    each.id() + (each.type().equals("exec.cachemount") ? "*" : ""),
                    Boolean.toString(!each.inUse()),
                    HumanSize.four(each.size()) + (each.shared() ? "*" : ""),
                    Times.ago(each.lastUsed(), now));
        }
        return out.toString();
    }

    private static void line(
            StringBuilder out, String id, String reclaimable, String size, String used) {
        out.append(String.format(Locale.ROOT, "%-67s %-11s %-10s ", id, reclaimable, size))
                .append(used)
                .append('\n');
    }

    /// All that is known of each, a line for each fact, an empty line after each entry.
    static String details(List<CacheUse> entries, Instant now) {
        StringBuilder out = new StringBuilder();
        for (CacheUse each : entries) {
            fact(out, "ID", each.id());
            each.parent().ifPresent(parent -> fact(out, "Parents", parent));
            fact(out, "Created at", Times.nano(each.created()));
            fact(out, "Mutable", Boolean.toString(each.type().equals("exec.cachemount")));
            fact(out, "Reclaimable", Boolean.toString(!each.inUse()));
            fact(out, "Shared", Boolean.toString(each.shared()));
            fact(out, "Size", HumanSize.four(each.size()));
            fact(out, "Description", each.description());
            fact(out, "Usage count", Integer.toString(each.uses()));
            fact(out, "Last used", Times.ago(each.lastUsed(), now));
            fact(out, "Type", each.type());
            out.append('\n');
        }
        return out.toString();
    }

    private static void fact(StringBuilder out, String name, String value) {
        out.append(name).append(":\t").append(value).append('\n');
    }

    /// What all of them take together.
    static String summary(List<CacheUse> entries) {
        long shared = 0;
        long reclaimable = 0;
        long total = 0;
        for (CacheUse each : entries) {
            total += each.size();
            shared += each.shared() ? each.size() : 0;
            reclaimable += each.inUse() || each.shared() ? 0 : each.size();
        }
        StringBuilder out = new StringBuilder();
        if (shared > 0) {
            fact(out, "Shared", HumanSize.four(shared));
            fact(out, "Private", HumanSize.four(total - shared));
        }
        fact(out, "Reclaimable", HumanSize.four(reclaimable));
        fact(out, "Total", HumanSize.four(total));
        return out.toString();
    }
}
