// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `--name=value` words between an instruction's name and its arguments.
final class Flags {
    /// Flags that may be given again.
    private static final Set<String> LISTS = Set.of("exclude", "mount", "device");

    /// Flags that need no value.
    private static final Set<String> SWITCHES = Set.of("link", "parents", "keep-git-dir", "unpack");

    private final LogicalLine line;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final String rest;

    private Flags(LogicalLine line, String rest) {
        this.line = line;
        this.rest = rest;
    }

    /// @param arguments what follows the instruction's name
    /// @param known the flags that it has
    static Flags take(LogicalLine line, String arguments, char escape, Set<String> known)
            throws DockerfileException {
        List<String> words = new ArrayList<>();
        String rest = Blank.stripLeading(arguments);
        while (rest.startsWith("--")) {
            String word = ArgumentWords.split(rest, escape).getFirst();
            rest = Blank.stripLeading(rest.substring(word.length()));
            if (word.equals("--")) {
                break;
            }
            words.add(ArgumentWords.unquoted(word, escape));
        }
        Flags flags = new Flags(line, rest);
        for (String word : words) {
            flags.add(word.substring(2), known);
        }
        return flags;
    }

    private void add(String word, Set<String> known) throws DockerfileException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (!known.contains(name)) {
            Optional<String> near = Suggestions.nearest(name, known);
            throw line.error(
                    "unknown flag: --"
                            + name
                            + near.map(each -> " (did you mean " + each + "?)").orElse(""));
        }
        if (equals < 0 && !SWITCHES.contains(name)) {
            throw line.error("missing a value on flag: " + name);
        }
        List<String> all = values.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!all.isEmpty() && !LISTS.contains(name)) {
            throw line.error("duplicate flag specified: " + name);
        }
        all.add(equals < 0 ? "true" : word.substring(equals + 1));
    }

    String rest() {
        return rest;
    }

    @Nullable String value(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean isOn(String name) throws DockerfileException {
        return Boolean.TRUE.equals(onOrOff(name));
    }

    @Nullable Boolean onOrOff(String name) throws DockerfileException {
        String value = value(name);
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw line.error(
                            "expecting boolean value for flag " + name + ", not: " + value);
        };
    }
}
