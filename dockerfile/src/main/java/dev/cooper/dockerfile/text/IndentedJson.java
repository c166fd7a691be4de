// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.text;

import dev.cooper.dockerfile.SourceRange;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// JSON with two blanks of indent (RFC 8259), laid out and escaped as Go's `json.MarshalIndent`
/// does it: `<`, `>` and `&` never stand in it.
public final class IndentedJson {
    private final StringBuilder text = new StringBuilder();

    private IndentedJson() {}

    /// Writes a value.
    ///
    /// @param value maps with strings as keys, lists, strings, numbers and booleans
    public static String of(Object value) {
        IndentedJson json = new IndentedJson();
        json.value(value, "\n");
        return json.text.toString();
    }

    /// The lines of ranges, each a range of its own, as the reference builder has them.
    public static Map<String, Object> location(List<SourceRange> ranges) {
        List<Object> lines = new ArrayList<>();
        for (SourceRange range : ranges) {
            for (int line = range.firstLine(); line <= range.lastLine(); line++) {
                Map<String, Object> place = Map.of("line", line);
                SequencedMap<String, Object> one = new LinkedHashMap<>();
                one.put("start", place);
                one.put("end", place);
                lines.add(one);
            }
        }
        return lines.isEmpty() ? Map.of() : Map.of("ranges", lines);
    }

    /// The bytes of a file that was decoded with lone surrogates, in Base64 (RFC 4648).
    public static String base64(String file) {
        return Base64.getEncoder().encodeToString(RawText.bytes(file));
    }

    private void value(@Nullable Object value, String newline) {
        switch (value) {
            case null -> text.append("null");
            case String string -> string(string);
            case Map<?, ?> map -> {
                String inside = newline + "  ";
                String separator = "";
                text.append('{');
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    text.append(separator).append(inside);
                    string(String.valueOf(each.getKey()));
                    text.append(": ");
                    value(each.getValue(), inside);
                    separator = ",";
                }
                text.append(map.isEmpty() ? "" : newline).append('}');
            }
            case List<?> list -> {
                String inside = newline + "  ";
                String separator = "";
                text.append('[');
                for (Object each : list) {
                    text.append(separator).append(inside);
                    value(each, inside);
                    separator = ",";
                }
                text.append(list.isEmpty() ? "" : newline).append(']');
            }
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }

    private void string(String string) {
        text.append('"');
        string.codePoints().forEach(this::codePoint);
        text.append('"');
    }

    private void codePoint(int c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            default -> {
                boolean escaped = c < 0x20 || c == '<' || c == '>' || c == '&';
                if (escaped || c == 0x2028 || c == 0x2029) {
                    text.append("\\u%04x".formatted(c));
                } else if (c >= 0xd800 && c <= 0xdfff) {
                    text.append("\\ufffd");
                } else {
                    text.appendCodePoint(c);
                }
            }
        }
    }
}
