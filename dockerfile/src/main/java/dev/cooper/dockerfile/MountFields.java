// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final Set<String> TYPES = Set.of("bind", "cache", "tmpfs", "secret", "ssh");
    private static final Set<String> KEYS =
            Set.of(
                    "type",
                    "from",
                    "source",
                    "target",
                    "readonly",
                    "readwrite",
                    "id",
                    "sharing",
                    "required",
                    "mode",
                    "uid",
                    "gid",
                    "size",
                    "env",
                    "src",
                    "dst",
                    "destination",
                    "ro",
                    "rw");

    /// Keys that must come behind the `type=` of which they are; all others may come anywhere.
    private static final Map<String, Set<String>> AFTER_TYPE =
            Map.of("required", Set.of("secret", "ssh"), "size", Set.of("tmpfs"));

    /// Types whose files have an owner and a mode of the caller's choice.
    private static final Set<String> WITH_ATTRIBUTES = Set.of("cache", "secret", "ssh");

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
        require(
                KEYS.contains(key),
                "unexpected key '" + written + "' in '" + field + "'" + meant(written, KEYS));
        Set<String> types = AFTER_TYPE.get(key);
        require(
                types == null || types.contains(type),
                "unexpected key '"
                        + written
                        + "' for mount type '"
                        + type
                        + "' (type= must come first)");
        if (equals < 0 && !BARE.contains(key)) {
            throw new MalformedMountException(
                    "invalid field '" + field + "' must be a key=value pair");
        }
        String raw = equals < 0 ? "true" : field.substring(equals + 1);
        String value = key.equals("from") ? raw : expansion.expand(raw);
        if (key.equals("type")) {
            type = value.toLowerCase(Locale.ROOT);
            require(
                    TYPES.contains(type),
                    "unsupported mount type \"" + value + "\"" + meant(type, TYPES));
        }
        values.put(key, value);
    }

    private static String meant(String word, Set<String> known) {
        return Suggestions.nearest(word, known)
                .map(each -> " (did you mean " + each + "?)")
                .orElse("");
    }

    private RunMount mount() throws MalformedMountException {
        String target = text("target");
        require(!isRoot(target), "invalid mount target \"/\"");
        require(
                !target.isEmpty() || !(type.equals("cache") || type.equals("tmpfs")),
                "missing target");
        for (String key : List.of("mode", "uid", "gid")) {
            require(
                    WITH_ATTRIBUTES.contains(type) || !values.containsKey(key),
                    key + " not allowed for \"" + type + "\" type mounts");
        }
        RunMount.Sharing sharing = sharing();
        require(
                type.equals("cache") || type.equals("secret") || !values.containsKey("sharing"),
                "invalid cache sharing set for " + type + " mount");
        return switch (type) {
            case "bind" ->
                    new RunMount.Bind(target, values.get("from"), text("source"), readOnly(true));
            case "cache" ->
                    new RunMount.Cache(
                            target,
                            text("id").isEmpty() ? clean(target) : text("id"),
                            values.get("from"),
                            text("source"),
                            sharing,
                            readOnly(false),
                            attributes());
            case "tmpfs" -> new RunMount.Tmpfs(target, size(), readOnly(false));
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
        require(text("from").isEmpty(), "secret mount should not have a from");
        require(!values.containsKey("sharing"), "secret mount should not define sharing");
        require(
                text("id").isEmpty() || text("source").isEmpty(),
                "both source and id can't be set");
        String named = text("id").isEmpty() ? text("source") : text("id");
        String id = named.isEmpty() ? target.substring(target.lastIndexOf('/') + 1) : named;
        require(!id.isEmpty(), "invalid secret mount. one of source, target required");
        String variable = values.get("env");
        String path =
                target.isEmpty() && variable == null
                        ? "/run/secrets/" + id.substring(id.lastIndexOf('/') + 1)
                        : target;
        return new RunMount.Secret(
                path, id, variable, flag("required", false), readOnly(true), attributes());
    }

    private RunMount.Sharing sharing() throws MalformedMountException {
        String value = values.getOrDefault("sharing", "shared");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "shared" -> RunMount.Sharing.SHARED;
            case "private" -> RunMount.Sharing.PRIVATE;
            case "locked" -> RunMount.Sharing.LOCKED;
            default ->
                    throw new MalformedMountException(
                            "unsupported sharing value \""
                                    + value
                                    + "\""
                                    + meant(value, Set.of("shared", "private", "locked")));
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
        // What Go's `strconv.ParseBool` takes.
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
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
        require(
                lower.matches("[0-9]{1,9}(\\.[0-9]{1,9})? ?[kmgt]?i?b?"),
                "invalid value for size: " + value);
        int digits = 0;
        while (digits < lower.length() && "0123456789.".indexOf(lower.charAt(digits)) >= 0) {
            digits++;
        }
        String unit = lower.substring(digits).strip();
        int power = unit.isEmpty() ? 0 : Math.max(0, "bkmgt".indexOf(unit.charAt(0)));
        BigDecimal factor = BigDecimal.valueOf(1L << (10 * power));
        return OptionalLong.of(
                new BigDecimal(lower.substring(0, digits)).multiply(factor).longValue());
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
