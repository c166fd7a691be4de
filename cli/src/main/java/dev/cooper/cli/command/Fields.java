// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An option's value of the form `key=value,key=value`, as docker's own: a line of CSV, whose
/// fields may stand in double quotes.
final class Fields {
    private final String option;
    private final Map<String, String> values = new LinkedHashMap<>();

    private Fields(String option) {
        this.option = option;
    }

    /// @param option for messages: `--cache-to`
    /// @throws CommandFailure for a field that has no `=`, or stands there twice
    static Fields parse(String option, String text) throws CommandFailure {
        Fields fields = new Fields(option);
        for (String each : split(option, text)) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new CommandFailure(
                        "invalid value for "
                                + option
                                + ": "
                                + each
                                + " is not of the form key=value");
            }
            String key = each.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (fields.values.put(key, each.substring(equals + 1)) != null) {
                throw new CommandFailure("invalid value for " + option + ": " + key + " twice");
            }
        }
        return fields;
    }

    private static List<String> split(String option, String text) throws CommandFailure {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new CommandFailure("invalid value for " + option + ": a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }

    /// The value, which is taken out.
    Optional<String> take(String key) {
        return Optional.ofNullable(values.remove(key));
    }

    boolean takeBoolean(String key, boolean otherwise) throws CommandFailure {
        String text = values.remove(key);
        if (text == null) {
            return otherwise;
        }
        return switch (text) {
            case "1", "t", "true", "True", "TRUE" -> true;
            case "0", "f", "false", "False", "FALSE" -> false;
            default -> throw wrong(key, text, "true or false");
        };
    }

    CommandFailure wrong(String key, String value, String expected) {
        return new CommandFailure(
                "invalid value for %s: %s=%s: %s is expected"
                        .formatted(option, key, value, expected));
    }

    /// All whose keys begin so, without that beginning; they are taken out.
    Map<String, String> takeAll(String prefix) {
        Map<String, String> taken = new LinkedHashMap<>();
        for (String each : List.copyOf(values.keySet())) {
            if (each.startsWith(prefix)) {
                String value = values.remove(each);
                taken.put(each.substring(prefix.length()), value == null ? "" : value);
            }
        }
        return taken;
    }

    /// To be called when all known keys are taken.
    void end() throws CommandFailure {
        if (!values.isEmpty()) {
            throw new CommandFailure(
                    "invalid value for %s: there is no key %s"
                            .formatted(option, values.keySet().iterator().next()));
        }
    }
}
