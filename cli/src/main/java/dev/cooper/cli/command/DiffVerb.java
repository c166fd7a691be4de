// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Text;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerChange;
import dev.cooper.engine.FileChange;
import dev.cooper.engine.FileFacts;
import dev.cooper.engine.HistoryEntry;
import dev.cooper.engine.ImageDifference;
import dev.cooper.oci.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `diff`: of a container what it has otherwise than its image, as docker prints it; of two images
/// in what they differ. Files are told as they are found, however many.
final class DiffVerb implements Verb {
    private final Option.Switch times;
    private final Option.Text format;

    DiffVerb(Options options) {
        times =
                options.toggle(
                        "--times",
                        "Count files as changed whose time of last change alone differs");
        format = options.text("--format", "string", "Format output: \"json\", or text by default");
    }

    @Override
    public Description description() {
        return new Description(
                "diff",
                "[OPTIONS] CONTAINER | IMAGE IMAGE",
                "Show changes to the files of a container, or between two images",
                List.of("container diff", "diff"),
                1,
                2);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        boolean json = Formats.isJson(format);
        if (arguments.size() == 1) {
            container(session, arguments.getFirst(), json);
        } else if (json) {
            imagesAsJson(session, arguments.getFirst(), arguments.getLast());
        } else {
            images(session, arguments.getFirst(), arguments.getLast());
        }
        return 0;
    }

    private static void container(Session session, String name, boolean json)
            throws InterruptedException {
        List<ContainerChange> changes = session.containers().changes(name);
        if (json) {
            List<Json> all = new ArrayList<>();
            for (ContainerChange each : changes) {
                all.add(
                        Json.object()
                                .put("Path", each.path())
                                .put("Kind", kind(each.kind()))
                                .build());
            }
            session.out().println(Json.array(all).toCompactString(Json.Escaping.PLAIN));
            return;
        }
        for (ContainerChange each : changes) {
            line(session, letter(each.kind()) + " " + each.path());
        }
    }

    private void images(Session session, String before, String after) throws InterruptedException {
        ImageDifference difference =
                session.images().diff(before, after, times.isOn(), each -> file(session, each));
        for (ImageDifference.Setting each : difference.settings()) {
            each.before().ifPresent(value -> line(session, "- " + setting(each.name(), value)));
            each.after().ifPresent(value -> line(session, "+ " + setting(each.name(), value)));
        }
        difference.stepsBefore().forEach(each -> line(session, "- history " + each.createdBy()));
        difference.stepsAfter().forEach(each -> line(session, "+ history " + each.createdBy()));
        if (!difference.before().image().equals(difference.after().image())) {
            session.err()
                    .println(
                            "%s in %d layers -> %s in %d layers, %d in common"
                                    .formatted(
                                            HumanSize.four(difference.before().size()),
                                            difference.before().layers(),
                                            HumanSize.four(difference.after().size()),
                                            difference.after().layers(),
                                            difference.sameLayers()));
        }
    }

    private static String setting(String name, String value) {
        return value.isEmpty() ? name : name + " " + value;
    }

    /// One line, which commands no terminal.
    private static void line(Session session, String text) {
        String one = text.replace('\n', ' ');
        session.out().println(session.terminal().isOutput() ? Text.harmless(one, false) : one);
    }

    private static void file(Session session, FileChange change) {
        FileFacts file = change.after().or(change::before).orElseThrow();
        StringBuilder out = new StringBuilder();
        out.append(
                "%s %s %7s %8s %s"
                        .formatted(
                                letter(change.kind()),
                                FileText.mode(file),
                                FileText.owner(file),
                                HumanSize.three(file.size()),
                                change.path()));
        List<String> notes = new ArrayList<>();
        for (FileChange.Aspect each : change.aspects()) {
            notes.add(note(each, change.before().orElseThrow(), file));
        }
        if (!notes.isEmpty()) {
            out.append(" (").append(String.join(", ", notes)).append(')');
        }
        line(session, out.toString());
    }

    private static String note(FileChange.Aspect aspect, FileFacts before, FileFacts after) {
        return switch (aspect) {
            case TYPE -> "was a " + type(before);
            case CONTENT ->
                    before.size() == after.size()
                            ? "content"
                            : "content, was " + HumanSize.three(before.size());
            case TARGET -> "target";
            case MODE -> "mode was " + FileText.octal(before);
            case OWNER -> "owner was " + FileText.owner(before);
            case DEVICE -> "device";
            case ATTRIBUTES -> "attributes";
            case TIME -> "time";
        };
    }

    private static String type(FileFacts file) {
        return file.type().name().toLowerCase(Locale.ROOT);
    }

    private static char letter(FileChange.Kind kind) {
        return switch (kind) {
            case ADDED -> 'A';
            case CHANGED -> 'C';
            case DELETED -> 'D';
        };
    }

    /// As docker's API numbers them.
    private static int kind(FileChange.Kind kind) {
        return switch (kind) {
            case CHANGED -> 0;
            case ADDED -> 1;
            case DELETED -> 2;
        };
    }

    /// One object, whose longest member is written while it is found.
    private void imagesAsJson(Session session, String before, String after)
            throws InterruptedException {
        Output out = session.out();
        boolean[] any = {false};
        ImageDifference difference =
                session.images()
                        .diff(
                                before,
                                after,
                                times.isOn(),
                                each -> {
                                    out.print(any[0] ? "," : "{\"Files\":[");
                                    out.print(json(each).toCompactString(Json.Escaping.PLAIN));
                                    any[0] = true;
                                });
        String rest = json(difference).toCompactString(Json.Escaping.PLAIN);
        out.print(any[0] ? "]," : "{\"Files\":[],").println(rest.substring(1));
    }

    private static Json json(FileChange change) {
        Json.Builder json =
                Json.object()
                        .put("Path", change.path())
                        .put("Kind", change.kind().name().toLowerCase(Locale.ROOT));
        change.before().ifPresent(file -> json.put("Before", json(file)));
        change.after().ifPresent(file -> json.put("After", json(file)));
        return json.putUnlessEmpty(
                        "Differs",
                        change.aspects().stream()
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .toList())
                .build();
    }

    private static Json json(FileFacts file) {
        return FileText.json(Json.object(), file).put("Size", file.size()).build();
    }

    private static Json json(ImageDifference difference) {
        List<Json> settings = new ArrayList<>();
        for (ImageDifference.Setting each : difference.settings()) {
            settings.add(
                    Json.object()
                            .put("Name", each.name())
                            .putIfPresent("Before", each.before().orElse(null))
                            .putIfPresent("After", each.after().orElse(null))
                            .build());
        }
        return Json.object()
                .put("Config", Json.array(settings))
                .put(
                        "History",
                        Json.object()
                                .put("Same", difference.sameSteps())
                                .put("Before", steps(difference.stepsBefore()))
                                .put("After", steps(difference.stepsAfter()))
                                .build())
                .put("SameLayers", difference.sameLayers())
                .put("Before", json(difference.before()))
                .put("After", json(difference.after()))
                .build();
    }

    private static Json steps(List<HistoryEntry> steps) {
        return Json.array(
                steps.stream()
                        .map(each ->
                                Json.object()
                                        .put("CreatedBy", each.createdBy())
                                        .put("Size", each.size())
                                        .build())
                        .toList());
    }

    private static Json json(ImageDifference.Side side) {
        return Json.object()
                .put("Id", side.image().toString())
                .put("Size", side.size())
                .put("Layers", side.layers())
                .build();
    }
}
