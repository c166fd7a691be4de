// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import java.util.List;

/// A parsed template. Immutable.
public final class Template {
    private final String text;
    private final List<Node> nodes;

    private Template(String text, List<Node> nodes) {
        this.text = text;
        this.nodes = nodes;
    }

    /// @throws TemplateException `template: :1: …`
    public static Template parse(String text) throws TemplateException {
        return new Template(text, Parser.parse(text));
    }

    /// Writes the template for `data`.
    ///
    /// @throws TemplateException `template: :1:2: executing "" at <.X>: …`; what was written before
    ///   it stays in `out`
    public void write(Value data, StringBuilder out) throws TemplateException {
        new Evaluator(text, data, false, out).run(nodes);
    }

    /// Writes the headings of a table: `headings` has a text for every field, which functions leave
    /// as it is.
    public void writeHeadings(Value headings, StringBuilder out) throws TemplateException {
        new Evaluator(text, headings, true, out).run(nodes);
    }
}
