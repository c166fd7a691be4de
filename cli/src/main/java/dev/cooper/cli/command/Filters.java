// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The `--filter key=value`s of a list: of one key any may hold, of different keys all must.
final class Filters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /// @param known the keys that this list can be filtered by
    static Filters of(Option.Texts option, List<String> known)
            throws UsageException, CommandFailure {
        Filters filters = new Filters();
        for (String each : option.values()) {
            int equals = each.indexOf('=');
            if (equals < 0) {
                throw UsageException.invalid(
                        each, option, "invalid filter '" + each + "' (expected name=value)");
            }
            String key = each.substring(0, equals).strip();
            if (!known.contains(key)) {
                throw new CommandFailure(
                        "Error response from daemon: invalid filter '" + key + "'");
            }
            filters.values
                    .computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(each.substring(equals + 1).strip());
        }
        return filters;
    }

    void add(String key, String value) {
        values.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    }

    List<String> of(String key) {
        return values.getOrDefault(key, List.of());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /// Whether these labels have all that the `label` filters ask for: a key, or a key and its
    /// value.
    boolean matchesLabels(Map<String, String> labels) {
        for (String each : of("label")) {
            int equals = each.indexOf('=');
            String value = labels.get(equals < 0 ? each : each.substring(0, equals));
            if (value == null || (equals >= 0 && !value.equals(each.substring(equals + 1)))) {
                return false;
            }
        }
        return true;
    }
}
