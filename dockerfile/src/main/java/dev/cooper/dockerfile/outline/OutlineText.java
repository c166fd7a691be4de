// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.outline;

import dev.cooper.dockerfile.text.IndentedJson;
import dev.cooper.dockerfile.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Outlines as docker prints them.
public final class OutlineText {
    private static final int GAP = 3;

    private OutlineText() {}

    /// What `build --call=outline` prints.
    public static String table(Outline outline) {
        StringBuilder text = new StringBuilder();
        if (!outline.name().isEmpty() || !outline.description().isEmpty()) {
            Table head = new Table(1);
            head.row("TARGET:", outline.name().isEmpty() ? "(default)" : outline.name());
            if (!outline.description().isEmpty()) {
                head.row("DESCRIPTION:", outline.description());
            }
            text.append(head.text()).append('\n');
        }
        if (!outline.arguments().isEmpty()) {
            Table table = new Table(GAP);
            table.row("BUILD ARG", "VALUE", "DESCRIPTION");
            for (Outline.Argument each : outline.arguments()) {
                table.row(each.name(), each.value(), each.description());
            }
            text.append(table.text()).append('\n');
        }
        inputs(text, "SECRET", outline.secrets());
        inputs(text, "SSH", outline.sshAgents());
        return text.toString();
    }

    private static void inputs(StringBuilder text, String title, List<Outline.Input> inputs) {
        if (!inputs.isEmpty()) {
            Table table = new Table(GAP);
            table.row(title, "REQUIRED");
            for (Outline.Input each : inputs) {
                table.row(each.name(), each.required() ? "true" : "");
            }
            text.append(table.text()).append('\n');
        }
    }

    /// What `build --call=outline,format=json` prints, without a newline at the end; BuildKit's
    /// `frontend.outline` returns the same.
    public static String json(Outline outline) {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        putUnlessEmpty(json, "name", outline.name());
        putUnlessEmpty(json, "description", outline.description());
        List<Object> arguments = new ArrayList<>();
        for (Outline.Argument each : outline.arguments()) {
            SequencedMap<String, Object> one = new LinkedHashMap<>();
            one.put("name", each.name());
            putUnlessEmpty(one, "description", each.description());
            putUnlessEmpty(one, "value", each.value());
            one.put("location", IndentedJson.location(List.of(each.range())));
            arguments.add(one);
        }
        putUnlessEmpty(json, "args", arguments);
        putUnlessEmpty(json, "secrets", inputs(outline.secrets()));
        putUnlessEmpty(json, "ssh", inputs(outline.sshAgents()));
        json.put("sources", List.of(IndentedJson.base64(outline.text())));
        return IndentedJson.of(json);
    }

    private static List<Object> inputs(List<Outline.Input> inputs) {
        List<Object> all = new ArrayList<>();
        for (Outline.Input each : inputs) {
            SequencedMap<String, Object> one = new LinkedHashMap<>();
            one.put("name", each.name());
            if (each.required()) {
                one.put("required", true);
            }
            one.put("location", IndentedJson.location(List.of(each.range())));
            all.add(one);
        }
        return all;
    }

    private static void putUnlessEmpty(
            SequencedMap<String, Object> json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }

    private static void putUnlessEmpty(
            SequencedMap<String, Object> json, String key, List<Object> values) {
        if (!values.isEmpty()) {
            json.put(key, values);
        }
    }
}
