// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of a `--mount` (docs/dockerfile.md), read once from left to right.
final class MountFields {
    /// A value that is no mount, in BuildKit's words where it has some.
    static final class MalformedMountException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedMountException(String message) {
            super(message);
        }
    }

    private static final Map<String, String> SYNONYMS =
            Map.of(
                    "src",
                    "source",
                    "dst",
                    "target",
                    "destination",
                    "target",
                    "ro",
                    "readonly",
                    "rw",
                    "readwrite");
    private static final Set<String> COMMON = Set.of("type", "target", "readonly", "readwrite");
    private static final Map<String, Set<String>> KEYS =
            Map.of(
                    "bind", Set.of("from", "source"),
                    "cache", Set.of("from", "source", "id", "sharing", "mode", "uid", "gid"),
                    "tmpfs", Set.of("size"),
                    "secret", Set.of("id", "source", "required", "env", "mode", "uid", "gid"),
                    "ssh", Set.of("id", "required", "mode", "uid", "gid"));
    private static final Set<String> BARE = Set.of("readonly", "readwrite", "required");

    private final Map<String, String> values = new LinkedHashMap<>();
    private String type = "bind";

    private MountFields() {}

    static RunMount read(String text, MountFlag.Expansion expansion)
            throws MalformedMountException, ExpansionException {
        MountFields fields = new MountFields();
        for (String field : split(text)) {
            fields.add(field, expansion);
        }
        return fields.mount();
    }

    /// Fields of a line of CSV (RFC 4180).
    static List<String> split(String text) throws MalformedMountException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || field.isEmpty())) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new MalformedMountException("failed to parse csv mounts: a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }

    private void add(String field, MountFlag.Expansion expansion)
            throws MalformedMountException, ExpansionException {
        int equals = field.indexOf('=');
        String written = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
        String key = SYNONYMS.getOrDefault(written, written);
        Set<String> own = KEYS.getOrDefault(type, Set.of());
        if (!COMMON.contains(key) && !own.contains(key)) {
            boolean elsewhere = KEYS.values().stream().anyMatch(each -> each.contains(key));
            Optional<String> near = Suggestions.nearest(key, own);
            throw new MalformedMountException(
                    elsewhere
                            ? "unexpected key '"
                                    + written
                                    + "' for mount type '"
                                    + type
                                    + "' (type= must come first)"
                            : "unexpected key '"
                                    + written
                                    + "' in '"
                                    + field
                                    + "'"
                                    + near.map(each -> " (did you mean " + each + "?)").orElse(""));
        }
        if (equals < 0 && !BARE.contains(key)) {
            throw new MalformedMountException(
                    "invalid field '" + field + "' must be a key=value pair");
        }
        String raw = equals < 0 ? "true" : field.substring(equals + 1);
        String value = key.equals("from") ? raw : expansion.expand(raw);
        if (key.equals("type")) {
            type = value.toLowerCase(Locale.ROOT);
            if (!KEYS.containsKey(type)) {
                throw new MalformedMountException(
                        "unsupported mount type \""
                                + value
                                + "\""
                                + Suggestions.nearest(type, KEYS.keySet())
                                        .map(each -> " (did you mean " + each + "?)")
                                        .orElse(""));
            }
        }
        values.put(key, value);
    }

    private RunMount mount() throws MalformedMountException {
        String target = text("target");
        return switch (type) {
            case "bind" -> {
                require(!isRoot(target), "bind mount target must not be the root directory");
                yield new RunMount.Bind(target, values.get("from"), text("source"), readOnly(true));
            }
            case "cache" -> {
                require(!target.isEmpty(), "missing target");
                yield new RunMount.Cache(
                        target,
                        values.containsKey("id") ? text("id") : clean(target),
                        values.get("from"),
                        text("source"),
                        sharing(),
                        readOnly(false),
                        attributes());
            }
            case "tmpfs" -> {
                require(!target.isEmpty(), "missing target");
                yield new RunMount.Tmpfs(target, size(), readOnly(false));
            }
            case "secret" -> secret(target);
            case "ssh" ->
                    new RunMount.Ssh(
                            target,
                            values.getOrDefault("id", "default"),
                            flag("required", false),
                            readOnly(true),
                            attributes());
            default -> throw new IllegalStateException(type);
        };
    }

    private RunMount secret(String target) throws MalformedMountException {
        require(
                !(values.containsKey("id") && values.containsKey("source")),
                "both id and source can't be set");
        String named = values.getOrDefault("id", text("source"));
        String id = named.isEmpty() ? target.substring(target.lastIndexOf('/') + 1) : named;
        require(!id.isEmpty(), "one of source, target required");
        String variable = values.get("env");
        String path =
                target.isEmpty() && variable == null
                        ? "/run/secrets/" + id.substring(id.lastIndexOf('/') + 1)
                        : target;
        return new RunMount.Secret(
                path, id, variable, flag("required", false), readOnly(true), attributes());
    }

    private RunMount.Sharing sharing() throws MalformedMountException {
        return switch (values.getOrDefault("sharing", "shared")) {
            case "shared" -> RunMount.Sharing.SHARED;
            case "private" -> RunMount.Sharing.PRIVATE;
            case "locked" -> RunMount.Sharing.LOCKED;
            default ->
                    throw new MalformedMountException(
                            "unsupported sharing value \"" + values.get("sharing") + "\"");
        };
    }

    private boolean readOnly(boolean otherwise) throws MalformedMountException {
        return values.containsKey("readwrite")
                ? !flag("readwrite", true)
                : flag("readonly", otherwise);
    }

    private boolean flag(String key, boolean otherwise) throws MalformedMountException {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new MalformedMountException("invalid value for " + key + ": " + value);
        };
    }

    private RunMount.FileAttributes attributes() throws MalformedMountException {
        return new RunMount.FileAttributes(number("mode", 8), number("uid", 10), number("gid", 10));
    }

    private OptionalInt number(String key, int radix) throws MalformedMountException {
        String value = values.get(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value, radix);
            require(number >= 0, "invalid value for " + key + ": " + value);
            return OptionalInt.of(number);
        } catch (NumberFormatException e) {
            throw new MalformedMountException("invalid value " + value + " for " + key);
        }
    }

    /// Bytes, with the units of docker: `64m`, `1gb`, `2g`, in powers of 1024.
    private OptionalLong size() throws MalformedMountException {
        String value = values.get("size");
        if (value == null) {
            return OptionalLong.empty();
        }
        String lower = value.toLowerCase(Locale.ROOT).strip();
        if (!lower.matches("[0-9]{1,9}\\s?[kmgt]?i?b?")) {
            throw new MalformedMountException("invalid value for size: " + value);
        }
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        String unit = lower.substring(digits).strip();
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        return OptionalLong.of(Long.parseLong(lower.substring(0, digits)) << (10 * power));
    }

    private String text(String key) {
        @Nullable String value = values.get(key);
        return value == null ? "" : value;
    }

    private static boolean isRoot(String target) {
        return !target.isEmpty() && clean(target).equals("/");
    }

    /// The path without needless slashes, `.` and `..`.
    private static String clean(String path) {
        List<String> names = new ArrayList<>();
        for (String each : path.split("/", -1)) {
            if (each.equals("..") && !names.isEmpty()) {
                names.removeLast();
            } else if (!each.isEmpty() && !each.equals(".") && !each.equals("..")) {
                names.add(each);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", names);
    }

    private static void require(boolean met, String otherwise) throws MalformedMountException {
        if (!met) {
            throw new MalformedMountException(otherwise);
        }
    }
}
