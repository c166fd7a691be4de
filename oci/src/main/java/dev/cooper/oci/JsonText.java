// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.Iterator;
import java.util.Map;

/// From [Json] to text, character for character as Go's encoding/json writes it.
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private final Json.Escaping escaping;

    /// Empty for one line.
    private final String indent;

    private JsonText(String indent, Json.Escaping escaping) {
        this.indent = indent;
        this.escaping = escaping;
    }

    static String write(Json value, String indent, Json.Escaping escaping) {
        JsonText text = new JsonText(indent, escaping);
        text.value(value, 0);
        return text.out.toString();
    }

    private void value(Json value, int depth) {
        switch (value) {
            case Json.Obj object -> object(object, depth);
            case Json.Arr array -> array(array, depth);
            case Json.Str string -> string(string.value());
            case Json.Num number -> out.append(number.literal());
            case Json.Bool bool -> out.append(bool.value());
            case Json.Null _ -> out.append("null");
        }
    }

    private void object(Json.Obj object, int depth) {
        if (object.members().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<String, Json> member = members.next();
            line(depth + 1);
            string(member.getKey());
            out.append(indent.isEmpty() ? ":" : ": ");
            value(member.getValue(), depth + 1);
            out.append(members.hasNext() ? "," : "");
        }
        line(depth);
        out.append('}');
    }

    private void array(Json.Arr array, int depth) {
        if (array.items().isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        Iterator<Json> items = array.items().iterator();
        while (items.hasNext()) {
            line(depth + 1);
            value(items.next(), depth + 1);
            out.append(items.hasNext() ? "," : "");
        }
        line(depth);
        out.append(']');
    }

    private void line(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '<', '>', '&' -> {
                    if (escaping == Json.Escaping.HTML) {
                        hexadecimal(c);
                    } else {
                        out.append(c);
                    }
                }
                case '\u2028', '\u2029' -> hexadecimal(c);
                default -> {
                    if (c < 0x20) {
                        hexadecimal(c);
                    } else if (isLoneSurrogate(text, i)) {
                        out.append('\uFFFD');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private void hexadecimal(char c) {
        out.append("\\u%04x".formatted((int) c));
    }
}
