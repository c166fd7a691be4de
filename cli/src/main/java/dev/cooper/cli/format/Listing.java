// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import dev.cooper.cli.template.Template;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.cli.template.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows as `--format` asks for them: `table`, `table TEMPLATE`, `json`, or a template for each.
public final class Listing {
    private static final String TABLE = "table";

    private final Template template;
    private final boolean table;

    private Listing(Template template, boolean table) {
        this.template = template;
        this.table = table;
    }

    /// @param format as typed; empty for the usual table
    /// @param usual the usual table's template, without `table`
    public static Listing of(String format, String usual) throws TemplateException {
        if (format.isEmpty() || format.equals(TABLE)) {
            return new Listing(Template.parse(usual), true);
        }
        if (format.equals("json")) {
            return new Listing(Template.parse("{{json .}}"), false);
        }
        boolean table = format.startsWith(TABLE);
        String template = table ? strip(format.substring(TABLE.length())) : format;
        return new Listing(
                Template.parse(template.replace("\\t", "\t").replace("\\n", "\n")), table);
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        return text.substring(from, to);
    }

    /// The rows, a line each, below their headings if it is a table.
    ///
    /// @param headings of the fields that have one
    /// @param terminal whether a terminal will show it: then the rows can't command it
    public String render(
            Map<String, String> headings, List<? extends Value.Struct> rows, boolean terminal)
            throws TemplateException {
        StringBuilder out = new StringBuilder();
        if (table) {
            template.writeHeadings(new Headings(headings), out);
            out.append('\n');
        }
        StringBuilder line = new StringBuilder();
        for (Value.Struct row : rows) {
            line.setLength(0);
            template.write(row, line);
            out.append(line).append('\n');
        }
        String text = table ? Table.align(out.toString()) : out.toString();
        return terminal ? Text.harmless(text, true) : text;
    }

    /// The headings as a template sees them in the rows' place.
    private record Headings(Map<String, String> texts) implements Value.Struct {
        @Override
        public String type() {
            return "headings";
        }

        @Override
        public List<String> fields() {
            return List.copyOf(texts.keySet());
        }

        @Override
        public Value field(String name) {
            String text = texts.get(name);
            return text == null ? Value.Nil.MISSING : Value.of(text);
        }

        /// A column of labels is called by the last part of the label's name.
        @Override
        public @Nullable Value call(String name, List<Value> arguments) {
            if (!name.equals("Label")
                    || arguments.size() != 1
                    || !(arguments.getFirst() instanceof Value.Str(String label))) {
                return null;
            }
            String last = label.substring(label.lastIndexOf('.') + 1);
            return Value.of(last.replace('-', ' ').replace('_', ' '));
        }
    }
}
