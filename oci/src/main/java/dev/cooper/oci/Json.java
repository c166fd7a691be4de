// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A JSON value.
public sealed interface Json {
    /// What of a text is written as a hexadecimal escape though JSON does not ask for it.
    enum Escaping {
        /// Nothing.
        PLAIN,
        /// `<`, `>` and `&`, as Go's `json.Marshal` does: image configurations and docker's
        /// `--format json`.
        HTML
    }

    record Obj(SequencedMap<String, Json> members) implements Json {
        public @Nullable Json get(String key) {
            return members.get(key);
        }

        /// Null where the member is missing or null.
        public @Nullable String string(String key) throws MalformedJsonException {
            return switch (members.get(key)) {
                case null -> null;
                case Null _ -> null;
                case Str string -> string.value();
                default -> throw wrong(key, "a string");
            };
        }

        public String requireString(String key) throws MalformedJsonException {
            String value = string(key);
            if (value == null) {
                throw new MalformedJsonException("\"" + key + "\" is missing");
            }
            return value;
        }

        /// Empty where the member is missing or null.
        public List<String> strings(String key) throws MalformedJsonException {
            List<String> values = stringsOrNull(key);
            return values == null ? List.of() : values;
        }

        /// Null where the member is missing or null.
        public @Nullable List<String> stringsOrNull(String key) throws MalformedJsonException {
            if (isAbsent(key)) {
                return null;
            }
            List<String> values = new ArrayList<>();
            for (Json each : arr(key)) {
                if (!(each instanceof Str string)) {
                    throw wrong(key, "an array of strings");
                }
                values.add(string.value());
            }
            return List.copyOf(values);
        }

        public long longValue(String key, long otherwise) throws MalformedJsonException {
            return switch (members.get(key)) {
                case null -> otherwise;
                case Null _ -> otherwise;
                case Num number -> {
                    try {
                        yield Long.parseLong(number.literal());
                    } catch (NumberFormatException e) {
                        throw wrong(key, "a whole number that fits 64 bits");
                    }
                }
                default -> throw wrong(key, "a number");
            };
        }

        public long requireLong(String key) throws MalformedJsonException {
            if (isAbsent(key)) {
                throw new MalformedJsonException("\"" + key + "\" is missing");
            }
            return longValue(key, 0);
        }

        /// False where the member is missing or null.
        public boolean bool(String key) throws MalformedJsonException {
            return switch (members.get(key)) {
                case null -> false;
                case Null _ -> false;
                case Bool bool -> bool.value();
                default -> throw wrong(key, "true or false");
            };
        }

        /// Null where the member is missing or null.
        public @Nullable Obj obj(String key) throws MalformedJsonException {
            return switch (members.get(key)) {
                case null -> null;
                case Null _ -> null;
                case Obj object -> object;
                default -> throw wrong(key, "an object");
            };
        }

        public Obj requireObj(String key) throws MalformedJsonException {
            Obj value = obj(key);
            if (value == null) {
                throw new MalformedJsonException("\"" + key + "\" is missing");
            }
            return value;
        }

        /// Empty where the member is missing or null.
        public List<Json> arr(String key) throws MalformedJsonException {
            return switch (members.get(key)) {
                case null -> List.of();
                case Null _ -> List.of();
                case Arr array -> array.items();
                default -> throw wrong(key, "an array");
            };
        }

        /// The objects of an array; empty where the member is missing or null.
        public List<Obj> objects(String key) throws MalformedJsonException {
            List<Obj> values = new ArrayList<>();
            for (Json each : arr(key)) {
                if (!(each instanceof Obj object)) {
                    throw wrong(key, "an array of objects");
                }
                values.add(object);
            }
            return List.copyOf(values);
        }

        /// Empty where the member is missing or null; null values are the empty text.
        public SequencedMap<String, String> stringMap(String key) throws MalformedJsonException {
            SequencedMap<String, String> values = new LinkedHashMap<>();
            Obj object = obj(key);
            if (object != null) {
                for (Map.Entry<String, Json> each : object.members().entrySet()) {
                    values.put(
                            each.getKey(),
                            switch (each.getValue()) {
                                case Str string -> string.value();
                                case Null _ -> "";
                                default -> throw wrong(key, "a map of strings");
                            });
                }
            }
            return values;
        }

        private boolean isAbsent(String key) {
            Json value = members.get(key);
            return value == null || value instanceof Null;
        }

        private static MalformedJsonException wrong(String key, String wanted) {
            return new MalformedJsonException("\"" + key + "\" is not " + wanted);
        }
    }

    record Arr(List<Json> items) implements Json {}

    record Str(String value) implements Json {}

    /// A number as it was written.
    record Num(String literal) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {
        public static final Null VALUE = new Null();
    }

    /// Parses at most 4 MiB.
    static Json parse(byte[] bytes) throws MalformedJsonException {
        return parse(bytes, 4 << 20);
    }

    static Json parse(byte[] bytes, int maxBytes) throws MalformedJsonException {
        return JsonReader.read(bytes, maxBytes);
    }

    /// Parses at most 4 MiB, which must be an object.
    static Obj parseObject(byte[] bytes) throws MalformedJsonException {
        if (parse(bytes) instanceof Obj object) {
            return object;
        }
        throw new MalformedJsonException("not a JSON object");
    }

    /// As one line.
    default byte[] toBytes() {
        return toBytes(Escaping.PLAIN);
    }

    default byte[] toBytes(Escaping escaping) {
        return toCompactString(escaping).getBytes(StandardCharsets.UTF_8);
    }

    default String toCompactString(Escaping escaping) {
        return JsonText.write(this, "", escaping);
    }

    /// Indented by 4 spaces, as `docker inspect` prints.
    default String toPrettyString() {
        return toPrettyString("    ", Escaping.PLAIN);
    }

    default String toPrettyString(String indent, Escaping escaping) {
        return JsonText.write(this, indent, escaping);
    }

    static Builder object() {
        return new Builder();
    }

    static Json of(@Nullable String value) {
        return value == null ? Null.VALUE : new Str(value);
    }

    static Json of(long value) {
        return new Num(Long.toString(value));
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Arr array(Collection<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    static Arr strings(Collection<String> items) {
        List<Json> all = new ArrayList<>();
        items.forEach(item -> all.add(new Str(item)));
        return new Arr(all);
    }

    static Obj stringMap(Map<String, String> map) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        map.forEach((key, value) -> members.put(key, new Str(value)));
        return new Obj(members);
    }

    /// Puts an object together, members in the order of the calls.
    final class Builder {
        private final SequencedMap<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String key, @Nullable Json value) {
            members.put(key, value == null ? Null.VALUE : value);
            return this;
        }

        public Builder put(String key, @Nullable String value) {
            return put(key, of(value));
        }

        public Builder put(String key, long value) {
            return put(key, of(value));
        }

        public Builder put(String key, boolean value) {
            return put(key, of(value));
        }

        /// Only if there is one.
        public Builder putIfPresent(String key, @Nullable Json value) {
            return value == null ? this : put(key, value);
        }

        public Builder putIfPresent(String key, @Nullable String value) {
            return value == null ? this : put(key, value);
        }

        /// Only if there are any: Go's `omitempty`.
        public Builder putUnlessEmpty(String key, Collection<String> values) {
            return values.isEmpty() ? this : put(key, strings(values));
        }

        public Builder putUnlessEmpty(String key, Map<String, String> values) {
            return values.isEmpty() ? this : put(key, stringMap(values));
        }

        public Builder putUnlessEmpty(String key, String value) {
            return value.isEmpty() ? this : put(key, value);
        }

        public Obj build() {
            return new Obj(new LinkedHashMap<>(members));
        }
    }
}
