// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.ByteCount;
import dev.cooper.cli.format.GoDuration;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.engine.CachePrune;
import dev.cooper.engine.CacheUse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options that choose cache entries: `--filter` with `until`, `unused-for`, `id`, `type`,
/// `shared`, `private`, and the budget.
final class CacheFilters {
    private final Option.Texts filters;
    private Option.@Nullable Text reserved;
    private Option.@Nullable Text keep;
    private Option.@Nullable Text maxUsed;
    private Option.@Nullable Text minFree;

    CacheFilters(Options options) {
        filters =
                options.texts("--filter", "filter", "Provide filter values (e.g., \"until=24h\")");
    }

    void declareBudget(Options options) {
        reserved =
                options.text(
                        "--reserved-space", "bytes", "Amount of disk space always allowed to keep");
        keep = options.hiddenText("--keep-storage");
        maxUsed =
                options.text(
                        "--max-used-space",
                        "bytes",
                        "Maximum amount of disk space allowed to keep for cache");
        minFree =
                options.text(
                        "--min-free-space",
                        "bytes",
                        "Target amount of free disk space after pruning");
    }

    CachePrune prune(boolean all) throws CommandFailure, UsageException {
        Set<String> ids = new HashSet<>();
        Set<String> types = new HashSet<>();
        Optional<Boolean> shared = Optional.empty();
        Duration unusedFor = Duration.ZERO;
        for (String each : filters.values()) {
            int equals = each.indexOf('=');
            String key = equals < 0 ? each : each.substring(0, equals).strip();
            String value = equals < 0 ? "" : each.substring(equals + 1).strip();
            switch (key) {
                case "until", "unused-for" ->
                        unusedFor =
                                GoDuration.parse(value)
                                        .orElseThrow(() ->
                                                UsageException.invalid(
                                                        each,
                                                        filters,
                                                        "\"" + value + "\" is no span of time"));
                case "id" -> ids.add(value);
                case "type" -> types.add(value);
                case "shared" -> shared = Optional.of(!value.equals("false"));
                case "private" -> shared = Optional.of(value.equals("false"));
                default ->
                        throw new CommandFailure(
                                "invalid filter '"
                                        + key
                                        + "': there are until, id, type, shared and private");
            }
        }
        long reserve = bytes(reserved);
        return new CachePrune(
                all,
                ids,
                types,
                shared,
                unusedFor,
                reserve == 0 ? bytes(keep) : reserve,
                bytes(maxUsed),
                bytes(minFree));
    }

    private static long bytes(Option.@Nullable Text option) throws UsageException {
        String text = option == null ? null : option.value();
        if (option == null || text == null) {
            return 0;
        }
        OptionalLong bytes = ByteCount.parse(text);
        if (bytes.isEmpty()) {
            throw UsageException.invalid(text, option, "invalid size: '" + text + "'");
        }
        return bytes.getAsLong();
    }

    /// Whether an entry is among those that the filters choose.
    static boolean matches(CachePrune what, CacheUse entry, Instant now) {
        return (what.ids().isEmpty() || what.ids().stream().anyMatch(entry.id()::startsWith))
                && (what.types().isEmpty() || what.types().contains(entry.type()))
                && what.shared().map(wanted -> wanted == entry.shared()).orElse(true)
                && !entry.lastUsed().plus(what.unusedFor()).isAfter(now);
    }
}
