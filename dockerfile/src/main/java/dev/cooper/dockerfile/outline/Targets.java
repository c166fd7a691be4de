// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.outline;

import dev.cooper.dockerfile.Descriptions;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.text.IndentedJson;
import dev.cooper.dockerfile.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The stages of a file, each of which can be built.
///
/// @param text the whole file
public record Targets(String text, List<Target> targets) {
    /// Copies the list.
    public Targets {
        targets = List.copyOf(targets);
    }

    /// A stage.
    ///
    /// @param name `""` if it has none
    /// @param standard whether it is built when none is asked for
    /// @param description what the comment above it says, or `""`
    /// @param base what it starts from, as written
    /// @param platform its `--platform`, as written, or `""`
    public record Target(
            String name,
            boolean standard,
            String description,
            String base,
            String platform,
            SourceRange range) {}

    /// Lists the stages of a file.
    public static Targets of(Dockerfile file) {
        Descriptions descriptions = new Descriptions(file.directives().lines());
        List<Target> targets = new ArrayList<>();
        for (Stage stage : file.stages()) {
            String name = stage.name();
            String platform = stage.from().platform();
            targets.add(
                    new Target(
                            name == null ? "" : name,
                            stage.index() == file.stages().size() - 1,
                            name == null ? "" : descriptions.of(stage.from(), name).orElse(""),
                            stage.from().image(),
                            platform == null ? "" : platform,
                            stage.from().range()));
        }
        return new Targets(file.text(), targets);
    }

    /// What `build --call=targets` prints.
    public String table() {
        Table table = new Table(1);
        table.row("TARGET", "DESCRIPTION");
        for (Target each : targets) {
            String mark = each.standard() ? "(default)" : "";
            String blank = each.standard() && !each.name().isEmpty() ? " " : "";
            table.row(each.name() + blank + mark, each.description());
        }
        return table.text();
    }

    /// What `build --call=targets,format=json` prints, without a newline at the end; BuildKit's
    /// `frontend.targets` returns the same.
    public String json() {
        List<Object> all = new ArrayList<>();
        for (Target each : targets) {
            SequencedMap<String, Object> one = new LinkedHashMap<>();
            putUnlessEmpty(one, "name", each.name());
            if (each.standard()) {
                one.put("default", true);
            }
            putUnlessEmpty(one, "description", each.description());
            putUnlessEmpty(one, "base", each.base());
            putUnlessEmpty(one, "platform", each.platform());
            one.put("location", IndentedJson.location(List.of(each.range())));
            all.add(one);
        }
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("targets", all);
        json.put("sources", List.of(IndentedJson.base64(text)));
        return IndentedJson.of(json);
    }

    private static void putUnlessEmpty(
            SequencedMap<String, Object> json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}
