// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.engine.ImageDifference.Setting;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Compares two configurations, value by value; of variables, labels and other maps each for
/// itself. Layers and history are others' work.
final class ConfigDiff {
    private ConfigDiff() {}

    static List<Setting> between(byte[] before, byte[] after) throws MalformedJsonException {
        Map<String, String> first = values(Json.parseObject(before));
        Map<String, String> second = values(Json.parseObject(after));
        SequencedSet<String> names = new LinkedHashSet<>(first.keySet());
        names.addAll(second.keySet());
        List<Setting> settings = new ArrayList<>();
        for (String name : names) {
            Optional<String> old = Optional.ofNullable(first.get(name));
            Optional<String> now = Optional.ofNullable(second.get(name));
            if (!old.equals(now)) {
                settings.add(new Setting(name, old, now));
            }
        }
        return settings;
    }

    private static SequencedMap<String, String> values(Json.Obj image) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        image.members()
                .forEach((name, value) -> {
                    switch (name) {
                        case "rootfs", "history" -> {
                            // Told elsewhere.
                        }
                        case "config" -> {
                            if (value instanceof Json.Obj(var members)) {
                                members.forEach((each, its) -> put(values, each, its));
                            }
                        }
                        default -> put(values, name, value);
                    }
                });
        return values;
    }

    private static void put(Map<String, String> values, String name, Json value) {
        switch (value) {
            case Json.Null _ -> {
                // As if it weren't there.
            }
            case Json.Obj(var members) -> {
                boolean set = members.values().stream().allMatch(ConfigDiff::isEmpty);
                members.forEach((key, its) -> values.put(name + " " + key, set ? "" : text(its)));
            }
            case Json.Arr(List<Json> items) when name.equals("Env") -> {
                for (Json each : items) {
                    String variable = text(each);
                    int equals = variable.indexOf('=');
                    values.put(
                            name + " " + (equals < 0 ? variable : variable.substring(0, equals)),
                            equals < 0 ? "" : variable.substring(equals + 1));
                }
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Arr _ -> values.put(name, text(value));
        }
    }

    /// Ports and volumes are maps to nothing.
    private static boolean isEmpty(Json value) {
        return value instanceof Json.Obj(var members) && members.isEmpty();
    }

    private static String text(Json value) {
        return value instanceof Json.Str(String text)
                ? text
                : value.toCompactString(Json.Escaping.PLAIN);
    }
}
