// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.registry.TomlFile.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What `registries.conf` (version 2, containers-registries.conf(5)) and its drop-ins say: which
/// registries have mirrors, which are blocked, what short names stand for. Immutable.
///
/// @param rules by prefix
/// @param search registries to look for names without one, null if nothing is said
/// @param aliases short names
record RegistriesConf(
        Map<String, Rule> rules, @Nullable List<String> search, Map<String, String> aliases) {
    /// Which of its requests a mirror is for.
    enum From {
        ALL,
        DIGEST_ONLY,
        TAG_ONLY
    }

    record Mirror(String location, boolean insecure, From from) {}

    /// @param prefix of names: a host, one with a path, or `*.` and a domain
    /// @param location what the prefix is replaced by; null to keep it
    record Rule(
            String prefix,
            @Nullable String location,
            boolean insecure,
            boolean blocked,
            List<Mirror> mirrors,
            Path file) {
        /// How many characters of this name the rule takes, -1 if it isn't about it.
        int length(String name) {
            int end;
            if (prefix.startsWith("*.")) {
                String domain = prefix.substring(1);
                int at = name.indexOf(domain);
                int slash = name.indexOf('/');
                if (at <= 0 || (slash >= 0 && at > slash)) {
                    return -1;
                }
                end = at + domain.length();
            } else if (name.startsWith(prefix)) {
                end = prefix.length();
            } else {
                return -1;
            }
            return end == name.length() || name.charAt(end) == '/' ? end : -1;
        }

        /// The name at another place.
        String at(@Nullable String place, String name) {
            return place == null ? name : place + name.substring(length(name));
        }
    }

    static RegistriesConf load(Surroundings surroundings) throws RegistryException {
        Path user = surroundings.home().resolve(".config/containers");
        Path machine = surroundings.etc().resolve("containers");
        String named = surroundings.variable("CONTAINERS_REGISTRIES_CONF");
        Path own = user.resolve("registries.conf");
        List<Path> files = new ArrayList<>();
        files.add(
                named != null
                        ? Path.of(named)
                        : Files.exists(own) ? own : machine.resolve("registries.conf"));
        files.addAll(TomlFile.dropIns(machine.resolve("registries.conf.d")));
        files.addAll(TomlFile.dropIns(user.resolve("registries.conf.d")));

        SequencedMap<String, Rule> rules = new LinkedHashMap<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        List<String> search = null;
        for (Path file : files) {
            Table table = TomlFile.read(file).orElse(null);
            if (table == null) {
                continue;
            }
            if (table.keys().contains("registries")) {
                throw TomlFile.unusable(
                        file, "it is written in version 1 of its format, which is not supported");
            }
            boolean byDigest = table.bool("mirror-by-digest-only", false);
            for (Table each : table.tables("registry")) {
                Rule rule = rule(each, byDigest);
                rules.put(rule.prefix(), rule);
            }
            List<String> found = table.strings("unqualified-search-registries");
            search = found.isEmpty() ? search : List.copyOf(found);
            Table names = table.table("aliases");
            for (String each : names == null ? List.<String>of() : names.keys()) {
                String value = names == null ? null : names.string(each);
                // An empty one takes an earlier file's away.
                if (value == null || value.isEmpty()) {
                    aliases.remove(each);
                } else {
                    aliases.put(each, value);
                }
            }
        }
        return new RegistriesConf(Map.copyOf(rules), search, Map.copyOf(aliases));
    }

    private static Rule rule(Table table, boolean byDigest) throws RegistryException {
        String location = trimmed(table.string("location"));
        String prefix = trimmed(table.string("prefix"));
        if (prefix == null && location == null) {
            throw TomlFile.unusable(table.file(), "a [[registry]] has neither prefix nor location");
        }
        List<Mirror> mirrors = new ArrayList<>();
        boolean only = byDigest || table.bool("mirror-by-digest-only", false);
        for (Table each : table.tables("mirror")) {
            String place = trimmed(each.string("location"));
            if (place == null) {
                throw TomlFile.unusable(table.file(), "a mirror has no location");
            }
            mirrors.add(new Mirror(place, each.bool("insecure", false), from(each, only)));
        }
        return new Rule(
                prefix != null ? prefix : String.valueOf(location),
                location,
                table.bool("insecure", false),
                table.bool("blocked", false),
                List.copyOf(mirrors),
                table.file());
    }

    private static From from(Table mirror, boolean digestOnly) throws RegistryException {
        String text = mirror.string("pull-from-mirror");
        return switch (text) {
            case null -> digestOnly ? From.DIGEST_ONLY : From.ALL;
            case "", "all" -> digestOnly ? From.DIGEST_ONLY : From.ALL;
            case "digest-only" -> From.DIGEST_ONLY;
            case "tag-only" -> From.TAG_ONLY;
            default -> throw mirror.wrong("pull-from-mirror", "all, digest-only or tag-only");
        };
    }

    private static @Nullable String trimmed(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String place = text.strip();
        while (place.endsWith("/")) {
            place = place.substring(0, place.length() - 1);
        }
        return place;
    }

    /// The rule with the longest prefix; null if there is none for this name.
    @Nullable Rule rule(String name) {
        Rule best = null;
        for (Rule each : rules.values()) {
            boolean fits = each.length(name) >= 0;
            if (fits && (best == null || each.prefix().length() > best.prefix().length())) {
                best = each;
            }
        }
        return best;
    }
}
