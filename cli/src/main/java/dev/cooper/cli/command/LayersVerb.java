// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Text;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.FileFacts;
import dev.cooper.engine.ImageLayers;
import dev.cooper.engine.LayersRequest;
import dev.cooper.oci.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `layers`: what each layer of an image holds, and how much of it nobody can see.
final class LayersVerb implements Verb {
    private static final int DEPTH = 2;
    private static final int WASTED = 10;
    private static final int LINE = 100;

    private final Option.Text depth;
    private final Option.Text layer;
    private final Option.Text wasted;
    private final Option.Switch whole;
    private final Option.Text format;

    LayersVerb(Options options) {
        depth = options.text("--depth", "int", "How deep trees are shown, 0 for none (default 2)");
        layer =
                options.text(
                        "--layer", "int", "Show the tree of this layer only (1 is the lowest)");
        wasted =
                options.text(
                        "--wasted",
                        "int",
                        "How many of the paths that waste most are shown (default 10)");
        whole = options.toggle("--no-trunc", "Don't truncate output");
        format = options.text("--format", "string", "Format output: \"json\", or text by default");
    }

    @Override
    public Description description() {
        return new Description(
                "layers",
                "[OPTIONS] IMAGE",
                "Show what is in the layers of an image, and what is wasted in them",
                List.of("image layers", "layers"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        boolean json = Formats.isJson(format);
        LayersRequest request =
                new LayersRequest(
                        arguments.getFirst(),
                        number("--depth", depth, DEPTH),
                        number("--layer", layer, 0),
                        number("--wasted", wasted, WASTED));
        ImageLayers image = session.images().layers(request);
        if (json) {
            session.out().println(json(image).toCompactString(Json.Escaping.PLAIN));
            return 0;
        }
        StringBuilder out = new StringBuilder();
        head(image, out);
        for (ImageLayers.Layer each : image.layers()) {
            if (request.layer() == 0 || request.layer() == each.number()) {
                layer(each, out);
            }
        }
        wasted(image, out);
        String text = out.toString();
        session.out().print(session.terminal().isOutput() ? Text.harmless(text, true) : text);
        if (!image.complete()) {
            session.err()
                    .println("There is more than can be shown: --layer and a lower --depth help.");
        }
        return 0;
    }

    private static int number(String name, Option.Text option, int otherwise)
            throws CommandFailure {
        String typed = option.value();
        if (typed == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(typed);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As a negative one.
        }
        throw new CommandFailure(
                "invalid argument \"" + typed + "\" for \"" + name + "\": not a number from 0 on");
    }

    private static void head(ImageLayers image, StringBuilder out) {
        out.append("Image:      ").append(image.image()).append('\n');
        out.append("Size:       ")
                .append(HumanSize.four(image.size()))
                .append(" in ")
                .append(image.layers().size())
                .append(image.layers().size() == 1 ? " layer\n" : " layers\n");
        out.append("Wasted:     ").append(HumanSize.four(image.wasted())).append('\n');
        out.append("Efficiency: ")
                .append(String.format(Locale.ROOT, "%.1f%%%n", image.efficiency() * 100));
    }

    private void layer(ImageLayers.Layer layer, StringBuilder out) {
        out.append("\nLayer ")
                .append(layer.number())
                .append(": ")
                .append(HumanSize.four(layer.size()))
                .append(", ")
                .append(layer.files())
                .append(layer.files() == 1 ? " file" : " files");
        if (layer.wasted() > 0) {
            out.append(", ").append(HumanSize.four(layer.wasted())).append(" wasted");
        }
        out.append("\n  ").append(layer.diffId()).append('\n');
        String by = layer.createdBy().replace('\n', ' ').replace('\t', ' ');
        if (!by.isEmpty()) {
            out.append("  ").append(whole.isOn() ? by : Text.ellipsis(by, LINE)).append('\n');
        }
        for (ImageLayers.Entry each : layer.entries()) {
            entry(each, out);
        }
    }

    private static void entry(ImageLayers.Entry entry, StringBuilder out) {
        String mode = entry.file().map(FileText::mode).orElse("");
        String owner = entry.file().map(FileText::owner).orElse("");
        String size = entry.file().isEmpty() ? "" : HumanSize.three(entry.size());
        out.append("  %s %-10s %9s %8s  ".formatted(letter(entry.change()), mode, owner, size));
        int slash = entry.path().lastIndexOf('/');
        for (int i = 1; i <= slash; i++) {
            out.append(entry.path().charAt(i) == '/' ? "  " : "");
        }
        out.append(Text.harmless(entry.path().substring(slash + 1), false));
        boolean folder =
                entry.file().filter(file -> file.type() == FileFacts.Type.DIRECTORY).isPresent();
        out.append(folder ? "/" : "");
        if (entry.hiddenBy() > 0) {
            out.append(entry.replaced() ? "  (replaced in layer " : "  (deleted in layer ")
                    .append(entry.hiddenBy())
                    .append(')');
        } else if (folder && entry.wasted() > 0) {
            out.append("  (").append(HumanSize.three(entry.wasted())).append(" wasted)");
        }
        out.append('\n');
    }

    private static char letter(ImageLayers.Change change) {
        return switch (change) {
            case ADDED -> 'A';
            case CHANGED -> 'C';
            case DELETED -> 'D';
            case SAME -> ' ';
        };
    }

    private static void wasted(ImageLayers image, StringBuilder out) {
        if (image.mostWasted().isEmpty()) {
            return;
        }
        out.append("\nMost wasted:\n");
        for (ImageLayers.Waste each : image.mostWasted()) {
            out.append(
                    "  %8s in %d %s  %s\n"
                            .formatted(
                                    HumanSize.three(each.bytes()),
                                    each.copies(),
                                    each.copies() == 1 ? "layer " : "layers",
                                    Text.harmless(each.path(), false)));
        }
    }

    private static Json json(ImageLayers image) {
        List<Json> layers = new ArrayList<>();
        for (ImageLayers.Layer each : image.layers()) {
            layers.add(
                    Json.object()
                            .put("Number", each.number())
                            .put("DiffId", each.diffId().toString())
                            .putIfPresent(
                                    "Created", each.created().map(Object::toString).orElse(null))
                            .put("CreatedBy", each.createdBy())
                            .put("Size", each.size())
                            .put("Wasted", each.wasted())
                            .put("Files", each.files())
                            .put(
                                    "Entries",
                                    Json.array(
                                            each.entries().stream().map(LayersVerb::json).toList()))
                            .build());
        }
        List<Json> wastes = new ArrayList<>();
        for (ImageLayers.Waste each : image.mostWasted()) {
            wastes.add(
                    Json.object()
                            .put("Path", each.path())
                            .put("Bytes", each.bytes())
                            .put("Copies", each.copies())
                            .build());
        }
        return Json.object()
                .put("Id", image.image().toString())
                .put("Size", image.size())
                .put("Wasted", image.wasted())
                .put(
                        "Efficiency",
                        new Json.Num(String.format(Locale.ROOT, "%.4f", image.efficiency())))
                .put("Layers", Json.array(layers))
                .put("MostWasted", Json.array(wastes))
                .put("Complete", image.complete())
                .build();
    }

    private static Json json(ImageLayers.Entry entry) {
        Json.Builder json =
                Json.object()
                        .put("Path", entry.path())
                        .put("Change", entry.change().name().toLowerCase(Locale.ROOT));
        entry.file().ifPresent(file -> FileText.json(json, file));
        json.put("Size", entry.size()).put("Wasted", entry.wasted());
        if (entry.hiddenBy() > 0) {
            json.put("HiddenBy", entry.hiddenBy()).put("Replaced", entry.replaced());
        }
        return json.build();
    }
}
