// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import dev.cooper.cli.template.Value;
import dev.cooper.oci.Json;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line of a list: a struct whose JSON form has its fields sorted and escapes what HTML would
/// see, as docker's rows have.
public abstract class Row implements Value.Struct {
    /// The value of a field, as text; null if there is no such field.
    protected abstract @Nullable String text(String field);

    @Override
    public final @Nullable Value field(String name) {
        String text = text(name);
        return text == null ? null : Value.of(text);
    }

    @Override
    public final boolean escapesHtml() {
        return true;
    }

    @Override
    public final Json toJson() {
        LinkedHashMap<String, Json> members = new LinkedHashMap<>();
        for (String name : sorted(fields())) {
            members.put(name, Json.of(text(name)));
        }
        return new Json.Obj(members);
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }
}
