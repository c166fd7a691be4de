// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import dev.cooper.oci.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a template can see. Go tells structs from maps (a missing field is an error, a missing key
/// is `<no value>`) and a nil list from a nil pointer (`[]`, `<nil>`), so this does too.
public sealed interface Value {
    record Str(String text) implements Value {}

    record Int(long number) implements Value {}

    record Real(double number) implements Value {}

    record Bool(boolean truth) implements Value {}

    /// Nothing, of a type that prints as `printed`.
    record Nil(String printed) implements Value {
        public static final Nil POINTER = new Nil("<nil>");
        public static final Nil LIST = new Nil("[]");
        public static final Nil MAP = new Nil("map[]");

        /// What looking up a key that a map doesn't have gives.
        public static final Nil MISSING = new Nil("<no value>");
    }

    record Arr(List<Value> items) implements Value {}

    /// A map, its keys sorted as Go prints and walks them.
    record Dict(TreeMap<String, Value> entries) implements Value {}

    /// Something with a fixed set of fields, computed when asked for.
    non-sealed interface Struct extends Value {
        /// What errors call it.
        String type();

        List<String> fields();

        /// Null if there is no such field.
        @Nullable Value field(String name);

        /// A field that takes arguments; null if there is none of that name.
        default @Nullable Value call(String name, List<Value> arguments) {
            return null;
        }

        /// What is said when there is no such field.
        default String missing(String name) {
            return "can't evaluate field " + name + " in type " + type();
        }

        /// Whether its own JSON form escapes `<`, `>` and `&`, as Go's `Marshal` does.
        default boolean escapesHtml() {
            return false;
        }
    }

    /// A struct whose fields are all there already.
    record Fields(String type, Map<String, Value> members) implements Struct {
        @Override
        public List<String> fields() {
            return List.copyOf(members.keySet());
        }

        @Override
        public @Nullable Value field(String name) {
            return members.get(name);
        }

        @Override
        public String missing(String name) {
            return "map has no entry for key " + GoString.quote(name);
        }
    }

    static Value of(@Nullable String text) {
        return text == null ? Nil.POINTER : new Str(text);
    }

    static Value of(long number) {
        return new Int(number);
    }

    static Value of(boolean truth) {
        return new Bool(truth);
    }

    /// A nil list for null.
    static Value strings(@Nullable Iterable<String> texts) {
        if (texts == null) {
            return Nil.LIST;
        }
        List<Value> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new Str(text));
        }
        return new Arr(items);
    }

    static Value map(Map<String, String> texts) {
        TreeMap<String, Value> entries = new TreeMap<>();
        texts.forEach((key, text) -> entries.put(key, new Str(text)));
        return new Dict(entries);
    }

    /// Go's `map[string]struct{}`; a nil map where there are none.
    static Value set(Iterable<String> keys) {
        TreeMap<String, Value> entries = new TreeMap<>();
        for (String key : keys) {
            entries.put(key, new Fields("struct {}", Map.of()));
        }
        return entries.isEmpty() ? Nil.MAP : new Dict(entries);
    }

    static Builder struct(String type) {
        return new Builder(type);
    }

    default Json toJson() {
        return switch (this) {
            case Str str -> Json.of(str.text());
            case Int number -> Json.of(number.number());
            case Real real -> new Json.Num(GoText.of(real));
            case Bool bool -> Json.of(bool.truth());
            case Nil _ -> Json.Null.VALUE;
            case Arr array -> {
                List<Json> items = new ArrayList<>();
                array.items().forEach(item -> items.add(item.toJson()));
                yield Json.array(items);
            }
            case Dict dict -> {
                LinkedHashMap<String, Json> members = new LinkedHashMap<>();
                dict.entries().forEach((key, value) -> members.put(key, value.toJson()));
                yield new Json.Obj(members);
            }
            case Struct struct -> {
                LinkedHashMap<String, Json> members = new LinkedHashMap<>();
                for (String name : struct.fields()) {
                    Value value = struct.field(name);
                    members.put(name, value == null ? Json.Null.VALUE : value.toJson());
                }
                yield new Json.Obj(members);
            }
        };
    }

    /// Collects the fields of a struct, in order; not thread-safe.
    final class Builder {
        private final String type;
        private final LinkedHashMap<String, Value> members = new LinkedHashMap<>();

        private Builder(String type) {
            this.type = type;
        }

        public Builder put(String name, Value value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, @Nullable String text) {
            return put(name, of(text));
        }

        public Builder put(String name, long number) {
            return put(name, of(number));
        }

        public Builder put(String name, boolean truth) {
            return put(name, of(truth));
        }

        public Fields build() {
            return new Fields(type, members);
        }
    }
}
