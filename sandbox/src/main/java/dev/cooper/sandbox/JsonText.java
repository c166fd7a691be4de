// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/// Writes JSON from maps, lists, strings, numbers and booleans: as much of it as a runtime's
/// configuration takes.
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /// @throws IllegalArgumentException for a value of any other kind
    static byte[] of(Map<String, ?> object) {
        JsonText text = new JsonText();
        text.value(object);
        return text.out.toString().getBytes(UTF_8);
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> object -> object(object);
            case List<?> list -> list(list);
            case String text -> string(text);
            case Integer number -> out.append(number);
            case Long number -> out.append(number);
            case BigInteger number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> throw new IllegalArgumentException("not for JSON: " + value.getClass());
        }
    }

    private void object(Map<?, ?> object) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> each : object.entrySet()) {
            out.append(first ? "" : ",");
            first = false;
            string(each.getKey().toString());
            out.append(':');
            value(each.getValue());
        }
        out.append('}');
    }

    private void list(List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : ",");
            value(list.get(i));
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
