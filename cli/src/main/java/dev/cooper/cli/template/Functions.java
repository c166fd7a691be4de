// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import dev.cooper.oci.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The functions of templates: Go's and docker's.
final class Functions {
    private Functions() {}

    static boolean isKnown(String name) {
        return switch (name) {
            case "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge" -> true;
            case "index", "slice", "len", "print", "printf", "println" -> true;
            case "json", "split", "join", "title", "lower", "upper", "pad", "truncate" -> true;
            default -> false;
        };
    }

    static Value call(String name, List<Value> given) throws FunctionException {
        return switch (name) {
            case "and", "or" -> throw count(name, "at least 1", given);
            case "not" -> Value.of(!Evaluator.isTrue(one(name, given)));
            case "eq" -> Comparison.equal(atLeast(name, 1, given));
            case "ne" -> Comparison.notEqual(exactly(name, 2, given));
            case "lt", "le", "gt", "ge" -> Comparison.ordered(name, exactly(name, 2, given));
            case "index" -> index(atLeast(name, 1, given));
            case "slice" -> slice(atLeast(name, 1, given));
            case "len" -> Value.of(length(one(name, given)));
            case "print" -> Value.of(print(given));
            case "println" -> Value.of(println(given));
            case "printf" -> Printf.of(atLeast(name, 1, given));
            case "json" -> Value.of(json(one(name, given)));
            case "split" -> {
                exactly(name, 2, given);
                yield split(text(given, 0), text(given, 1));
            }
            case "join" -> {
                exactly(name, 2, given);
                yield join(given.getFirst(), text(given, 1));
            }
            case "title" -> Value.of(title(text(exactly(name, 1, given), 0)));
            case "lower" -> Value.of(text(exactly(name, 1, given), 0).toLowerCase(Locale.ROOT));
            case "upper" -> Value.of(text(exactly(name, 1, given), 0).toUpperCase(Locale.ROOT));
            case "pad" -> {
                exactly(name, 3, given);
                String text = text(given, 0);
                yield Value.of(
                        text.isEmpty()
                                ? text
                                : " ".repeat(number(given, 1))
                                        + text
                                        + " ".repeat(number(given, 2)));
            }
            case "truncate" -> {
                exactly(name, 2, given);
                String text = text(given, 0);
                int most = Math.min(text.codePointCount(0, text.length()), number(given, 1));
                yield Value.of(text.substring(0, text.offsetByCodePoints(0, most)));
            }
            default -> throw FunctionException.misused("function " + name + " not defined");
        };
    }

    /// Headings stay as they are, whatever is done to the column's values.
    static Value callForHeading(String name, List<Value> given) throws FunctionException {
        return switch (name) {
            case "json", "split", "join", "title", "lower", "upper", "pad", "truncate" ->
                    atLeast(name, 1, given).getFirst();
            default -> call(name, given);
        };
    }

    private static Value index(List<Value> given) throws FunctionException {
        Value value = given.getFirst();
        for (Value key : given.subList(1, given.size())) {
            value = index(value, key);
        }
        return value;
    }

    private static Value index(Value of, Value key) throws FunctionException {
        return switch (of) {
            case Value.Arr(List<Value> items) -> items.get(within(key, items.size()));
            case Value.Str(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield Value.of(bytes[within(key, bytes.length)] & 0xff);
            }
            case Value.Dict dict -> {
                Value value = dict.entries().get(key(key));
                boolean texts =
                        dict.entries().isEmpty()
                                || dict.entries().firstEntry().getValue() instanceof Value.Str;
                yield value != null ? value : texts ? Value.of("") : Value.Nil.MISSING;
            }
            case Value.Nil nil when nil.equals(Value.Nil.MAP) -> {
                key(key);
                yield Value.of("");
            }
            case Value.Nil nil when nil.equals(Value.Nil.LIST) ->
                    throw FunctionException.failed(
                            "index out of range: " + within(key, Integer.MAX_VALUE));
            case Value.Nil _ -> throw FunctionException.failed("index of untyped nil");
            case Value.Int _, Value.Real _, Value.Bool _, Value.Struct _ ->
                    throw FunctionException.failed("can't index item of type " + type(of));
        };
    }

    private static String key(Value key) throws FunctionException {
        if (key instanceof Value.Str(String text)) {
            return text;
        }
        throw FunctionException.failed("value has type " + type(key) + "; should be string");
    }

    private static int within(Value index, int size) throws FunctionException {
        if (!(index instanceof Value.Int(long number))) {
            throw FunctionException.failed("cannot index slice/array with type " + type(index));
        }
        if (number < 0 || number >= size) {
            throw FunctionException.failed("index out of range: " + number);
        }
        return (int) number;
    }

    private static Value slice(List<Value> given) throws FunctionException {
        Value of = given.getFirst();
        int size = length(of);
        int from = given.size() > 1 ? within(given.get(1), size + 1) : 0;
        int to = given.size() > 2 ? within(given.get(2), size + 1) : size;
        if (given.size() > 3 || from > to) {
            throw FunctionException.failed("invalid slice index: " + from + " > " + to);
        }
        return switch (of) {
            case Value.Str(String text) ->
                    Value.of(
                            new String(
                                    text.getBytes(StandardCharsets.UTF_8),
                                    from,
                                    to - from,
                                    StandardCharsets.UTF_8));
            case Value.Arr(List<Value> items) -> new Value.Arr(items.subList(from, to));
            case Value.Nil nil -> nil;
            case Value.Int _, Value.Real _, Value.Bool _, Value.Dict _, Value.Struct _ ->
                    throw FunctionException.failed("can't slice item of type " + type(of));
        };
    }

    private static int length(Value of) throws FunctionException {
        return switch (of) {
            case Value.Str(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
            case Value.Arr(List<Value> items) -> items.size();
            case Value.Dict dict -> dict.entries().size();
            case Value.Nil nil when nil.equals(Value.Nil.LIST) || nil.equals(Value.Nil.MAP) -> 0;
            case Value.Nil _ -> throw FunctionException.failed("len of nil pointer");
            case Value.Int _, Value.Real _, Value.Bool _, Value.Struct _ ->
                    throw FunctionException.failed("len of type " + type(of));
        };
    }

    private static String json(Value value) {
        boolean html = value instanceof Value.Struct struct && struct.escapesHtml();
        return value.toJson().toCompactString(html ? Json.Escaping.HTML : Json.Escaping.PLAIN);
    }

    private static Value split(String text, String separator) {
        List<Value> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Value.of(Character.toString(c))));
            return new Value.Arr(parts);
        }
        int from = 0;
        for (int at; (at = text.indexOf(separator, from)) >= 0; from = at + separator.length()) {
            parts.add(Value.of(text.substring(from, at)));
        }
        parts.add(Value.of(text.substring(from)));
        return new Value.Arr(parts);
    }

    private static Value join(Value list, String separator) throws FunctionException {
        if (list instanceof Value.Nil) {
            return Value.of("");
        }
        if (!(list instanceof Value.Arr(List<Value> items))) {
            throw FunctionException.misused(
                    "wrong type for value; expected []string; got " + type(list));
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : separator).append(GoText.of(items.get(i)));
        }
        return Value.of(out.toString());
    }

    /// The first letter of every word as a capital.
    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        int before = ' ';
        for (int i = 0; i < text.length(); i += Character.charCount(before)) {
            int c = text.codePointAt(i);
            boolean inside = Character.isLetterOrDigit(before) || before == '_' || before == '\'';
            out.appendCodePoint(inside ? c : Character.toTitleCase(c));
            before = c;
        }
        return out.toString();
    }

    /// A space between two values of which neither is a text.
    private static String print(List<Value> values) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean texts =
                    i == 0
                            || values.get(i) instanceof Value.Str
                            || values.get(i - 1) instanceof Value.Str;
            out.append(texts ? "" : " ").append(GoText.of(values.get(i)));
        }
        return out.toString();
    }

    private static String println(List<Value> values) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : " ").append(GoText.of(values.get(i)));
        }
        return out.append('\n').toString();
    }

    /// Go's name for a value's type.
    static String type(Value value) {
        return switch (value) {
            case Value.Str _ -> "string";
            case Value.Int _ -> "int";
            case Value.Real _ -> "float64";
            case Value.Bool _ -> "bool";
            case Value.Nil nil when nil.equals(Value.Nil.LIST) -> "[]string";
            case Value.Nil nil when nil.equals(Value.Nil.MAP) -> "map[string]string";
            case Value.Nil _ -> "nil";
            case Value.Arr(List<Value> items) ->
                    items.isEmpty() || items.getFirst() instanceof Value.Str
                            ? "[]string"
                            : "[]interface {}";
            case Value.Dict dict ->
                    dict.entries().isEmpty()
                                    || dict.entries().firstEntry().getValue() instanceof Value.Str
                            ? "map[string]string"
                            : "map[string]interface {}";
            case Value.Struct struct -> struct.type();
        };
    }

    private static String text(List<Value> given, int i) throws FunctionException {
        if (given.get(i) instanceof Value.Str(String text)) {
            return text;
        }
        throw FunctionException.misused(
                "wrong type for value; expected string; got " + type(given.get(i)));
    }

    private static int number(List<Value> given, int i) throws FunctionException {
        if (given.get(i) instanceof Value.Int(long number)) {
            // Wider than any terminal, and no way to ask for all of the memory.
            return Math.clamp(number, 0, 10_000);
        }
        throw FunctionException.misused(
                "wrong type for value; expected int; got " + type(given.get(i)));
    }

    private static Value one(String name, List<Value> given) throws FunctionException {
        return exactly(name, 1, given).getFirst();
    }

    private static List<Value> exactly(String name, int wanted, List<Value> given)
            throws FunctionException {
        if (given.size() != wanted) {
            throw count(name, Integer.toString(wanted), given);
        }
        return given;
    }

    private static List<Value> atLeast(String name, int wanted, List<Value> given)
            throws FunctionException {
        if (given.size() < wanted) {
            throw count(name, "at least " + wanted, given);
        }
        return given;
    }

    private static FunctionException count(String name, String wanted, List<Value> given) {
        return FunctionException.misused(
                "wrong number of args for " + name + ": want " + wanted + " got " + given.size());
    }
}
