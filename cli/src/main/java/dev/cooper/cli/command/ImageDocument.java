// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Times;
import dev.cooper.cli.template.Value;
import dev.cooper.engine.ImageSummary;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Reference;
import java.util.ArrayList;
import java.util.List;

/// What `inspect` tells of an image, with docker's fields in docker's order.
final class ImageDocument {
    /// Go's time when there is none.
    static final String NEVER = "0001-01-01T00:00:00Z";

    private ImageDocument() {}

    static Value.Struct of(ImageSummary image) {
        List<String> tags = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (Reference each : image.tags()) {
            tags.add(each.familiar());
        }
        for (Reference each : image.digests()) {
            digests.add(each.familiar());
        }
        ImageConfig config = image.config();
        String author = config.author();
        Value.Builder fields =
                Value.struct("image")
                        .put("Id", image.id().toString())
                        .put("RepoTags", Value.strings(tags))
                        .put("RepoDigests", Value.strings(digests))
                        .put("Parent", "")
                        .put("Comment", comment(config))
                        .put("Created", Times.nano(image.created()))
                        .put("DockerVersion", "")
                        .put("Author", author == null ? "" : author)
                        .put("Config", ConfigDocument.of(config.config(), "", "", false))
                        .put("Architecture", config.platform().architecture());
        String variant = config.platform().variant();
        if (variant != null) {
            fields.put("Variant", variant);
        }
        return fields.put("Os", config.platform().os())
                .put("Size", image.size())
                .put("GraphDriver", graphDriver())
                .put(
                        "RootFS",
                        Value.struct("image.RootFS")
                                .put("Type", "layers")
                                .put("Layers", Value.strings(layers(config)))
                                .build())
                .put(
                        "Metadata",
                        Value.struct("image.Metadata")
                                .put(
                                        "LastTagTime",
                                        image.lastTagged().map(Times::nano).orElse(NEVER))
                                .build())
                .build();
    }

    /// Where the files lie is the store's own business.
    static Value graphDriver() {
        return Value.struct("storage.DriverData")
                .put("Data", Value.Nil.MAP)
                .put("Name", "cooper")
                .build();
    }

    private static List<String> layers(ImageConfig config) {
        List<String> layers = new ArrayList<>();
        for (Digest each : config.diffIds()) {
            layers.add(each.toString());
        }
        return layers;
    }

    private static String comment(ImageConfig config) {
        if (config.history().isEmpty()) {
            return "";
        }
        History last = config.history().getLast();
        String comment = last.comment();
        return comment == null ? "" : comment;
    }
}
