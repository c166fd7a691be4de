// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.Template;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.cli.template.Value;
import dev.cooper.engine.CooperException;
import dev.cooper.oci.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `inspect`: everything about images and containers, as JSON or through a template. What is found
/// is printed even if something else isn't.
final class InspectVerb implements Verb {
    /// Docker's exit code for a template that can't be read.
    private static final int BAD_TEMPLATE = 64;

    /// What may be inspected.
    enum Kind {
        ANY,
        IMAGE,
        CONTAINER
    }

    private final Kind kind;
    private final Option.Text format;
    private final Option.@Nullable Text type;

    InspectVerb(Options options, Kind kind) {
        this.kind = kind;
        format = options.text("-f, --format", "string", FormatHelp.OBJECT);
        type =
                kind == Kind.ANY
                        ? options.text("--type", "string", "Only inspect objects of the given type")
                        : null;
        options.refuse("-s", "--size");
    }

    @Override
    public Description description() {
        return switch (kind) {
            case ANY ->
                    new Description(
                            "inspect",
                            "[OPTIONS] NAME|ID [NAME|ID...]",
                            "Return low-level information on Cooper objects",
                            List.of(),
                            1,
                            Description.ANY);
            case IMAGE ->
                    new Description(
                            "image inspect",
                            "[OPTIONS] IMAGE [IMAGE...]",
                            "Display detailed information on one or more images",
                            List.of(),
                            1,
                            Description.ANY);
            case CONTAINER ->
                    new Description(
                            "container inspect",
                            "[OPTIONS] CONTAINER [CONTAINER...]",
                            "Display detailed information on one or more containers",
                            List.of(),
                            1,
                            Description.ANY);
        };
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, TemplateException {
        Kind wanted = kind();
        String typed = format.orElse("");
        Template template = typed.isEmpty() || typed.equals("json") ? null : template(typed);
        List<Value.Struct> found = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String name : arguments) {
            try {
                found.add(find(session, wanted, name));
            } catch (CooperException.NotFound e) {
                errors.add(
                        wanted == Kind.ANY
                                ? "Error: No such object: " + name
                                : Errors.fromDaemon(e));
            }
        }
        print(session, template, typed.equals("json"), found);
        errors.forEach(session.err()::println);
        return errors.isEmpty() ? 0 : 1;
    }

    private Kind kind() throws CommandFailure {
        String given = type == null ? "" : type.orElse("");
        return switch (given) {
            case "" -> kind;
            case "image" -> Kind.IMAGE;
            case "container" -> Kind.CONTAINER;
            default ->
                    throw new CommandFailure("\"" + given + "\" is not a valid value for --type");
        };
    }

    private static Template template(String text) throws CommandFailure {
        try {
            return Template.parse(text);
        } catch (TemplateException e) {
            throw new CommandFailure("template parsing error: " + e.getMessage(), BAD_TEMPLATE);
        }
    }

    private static Value.Struct find(Session session, Kind kind, String name) {
        if (kind != Kind.IMAGE) {
            try {
                return ContainerDocument.of(session.containers().find(name));
            } catch (CooperException.NotFound e) {
                if (kind == Kind.CONTAINER) {
                    throw e;
                }
            }
        }
        try {
            return ImageDocument.of(session.images().find(name));
        } catch (CooperException.InvalidInput e) {
            // What can't be a reference names no image either.
            throw new CooperException.NotFound("No such image: " + name);
        }
    }

    private static void print(
            Session session, @Nullable Template template, boolean json, List<Value.Struct> found)
            throws TemplateException {
        if (template == null) {
            List<Json> all = new ArrayList<>();
            found.forEach(each -> all.add(each.toJson()));
            Json.Arr array = Json.array(all);
            session.out()
                    .println(
                            json
                                    ? array.toCompactString(Json.Escaping.HTML)
                                    : array.toPrettyString());
            return;
        }
        StringBuilder out = new StringBuilder();
        try {
            for (Value.Struct each : found) {
                template.write(each, out);
                out.append('\n');
            }
        } catch (TemplateException e) {
            session.out().println("");
            throw e;
        }
        session.out().print(out.isEmpty() ? "\n" : out);
    }
}
