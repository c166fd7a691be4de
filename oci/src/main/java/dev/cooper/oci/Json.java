// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A JSON value.
@SuppressWarnings("DoNotCallSuggester")
public sealed interface Json {
    /// What of a text is written as a hexadecimal escape though JSON does not ask for it.
    enum Escaping {
        /// Nothing.
        PLAIN,
        /// `<`, `>` and `&`, as Go's `json.Marshal` does: image configurations and docker's
        /// `--format json`.
        HTML
    }

    @SuppressWarnings("DoNotCallSuggester")
    record Obj(SequencedMap<String, Json> members) implements Json {
        public @Nullable Json get(String key) {
            return members.get(key);
        }

        /// Null where the member is missing or null.
        public @Nullable String string(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        public String requireString(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// Empty where the member is missing or null.
        public List<String> strings(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// Null where the member is missing or null.
        public @Nullable List<String> stringsOrNull(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        public long longValue(String key, long otherwise) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        public long requireLong(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// False where the member is missing or null.
        public boolean bool(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// Null where the member is missing or null.
        public @Nullable Obj obj(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        public Obj requireObj(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// Empty where the member is missing or null.
        public List<Json> arr(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// The objects of an array; empty where the member is missing or null.
        public List<Obj> objects(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
        }

        /// Empty where the member is missing or null; null values are the empty text.
        public SequencedMap<String, String> stringMap(String key) throws MalformedJsonException {
            throw new UnsupportedOperationException();
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
        throw new MalformedJsonException("not JSON");
    }

    /// Parses at most 4 MiB, which must be an object.
    static Obj parseObject(byte[] bytes) throws MalformedJsonException {
        throw new MalformedJsonException("not JSON");
    }

    /// As one line.
    default byte[] toBytes() {
        return toBytes(Escaping.PLAIN);
    }

    default byte[] toBytes(Escaping escaping) {
        return toCompactString(escaping).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    default String toCompactString(Escaping escaping) {
        throw new UnsupportedOperationException();
    }

    /// Indented by 4 spaces, as `docker inspect` prints.
    default String toPrettyString() {
        return toPrettyString("    ", Escaping.PLAIN);
    }

    default String toPrettyString(String indent, Escaping escaping) {
        throw new UnsupportedOperationException();
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
