// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.format.Row;
import dev.cooper.cli.format.Times;
import dev.cooper.engine.ImageSummary;
import dev.cooper.oci.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of `images`: an image under one of its names.
final class ImageRow extends Row {
    static final Map<String, String> HEADINGS =
            Map.ofEntries(
                    Map.entry("ID", "IMAGE ID"),
                    Map.entry("Repository", "REPOSITORY"),
                    Map.entry("Tag", "TAG"),
                    Map.entry("Digest", "DIGEST"),
                    Map.entry("CreatedSince", "CREATED"),
                    Map.entry("CreatedAt", "CREATED AT"),
                    Map.entry("Size", "SIZE"),
                    Map.entry("VirtualSize", "SIZE"),
                    Map.entry("SharedSize", "SHARED SIZE"),
                    Map.entry("UniqueSize", "UNIQUE SIZE"),
                    Map.entry("Containers", "CONTAINERS"));

    private static final String NONE = "<none>";

    private final ImageSummary image;
    private final @Nullable Reference name;
    private final Instant now;
    private final boolean whole;

    /// @param name null for an image without one
    /// @param whole whether ids are shown in full
    ImageRow(ImageSummary image, @Nullable Reference name, Instant now, boolean whole) {
        this.image = image;
        this.name = name;
        this.now = now;
        this.whole = whole;
    }

    @Override
    public String type() {
        return "*formatter.imageContext";
    }

    @Override
    public List<String> fields() {
        return List.copyOf(HEADINGS.keySet());
    }

    @Override
    protected @Nullable String text(String field) {
        return switch (field) {
            case "ID" -> whole ? image.id().toString() : image.id().shortHex();
            case "Repository" -> name == null ? NONE : name.familiarName();
            case "Tag" -> {
                String tag = name == null ? null : name.tag();
                yield tag == null ? NONE : tag;
            }
            case "Digest" ->
                    name == null || name.digest() == null ? NONE : name.digest().toString();
            case "CreatedSince" -> Times.ago(image.created(), now);
            case "CreatedAt" -> Times.local(image.created());
            case "Size" -> HumanSize.three(image.size());
            case "VirtualSize" -> HumanSize.four(image.size());
            case "SharedSize", "UniqueSize", "Containers" -> "N/A";
            default -> null;
        };
    }
}
