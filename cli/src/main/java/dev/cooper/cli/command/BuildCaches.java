// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.CacheFrom;
import dev.cooper.engine.CacheTo;
import dev.cooper.engine.LayerCompression;
import dev.cooper.oci.Reference;
import java.util.OptionalInt;

/// The options of `build` that say where results of earlier builds are, and are put.
final class BuildCaches {
    private final Option.Switch none;
    private final Option.Texts noneFor;
    private final Option.Texts from;
    private final Option.Texts to;
    private final Option.Switch explain;

    BuildCaches(Options options) {
        none = options.toggle("--no-cache", "Do not use cache when building the image");
        noneFor =
                options.texts("--no-cache-filter", "stringArray", "Do not cache specified stages");
        from =
                options.texts(
                        "--cache-from",
                        "stringArray",
                        "External cache sources (e.g., \"user/app:cache\", \"type=local,src=path/to/dir\")");
        to =
                options.texts(
                        "--cache-to",
                        "stringArray",
                        "Cache export destinations (e.g., \"user/app:cache\", \"type=local,dest=path/to/dir\")");
        explain = options.toggle("--explain", "Say of each step that runs why it does");
    }

    boolean explains() {
        return explain.isOn();
    }

    void addTo(BuildRequest.Builder request) throws CommandFailure {
        request.noCache(none.isOn()).explain(explain.isOn());
        for (String each : noneFor.values()) {
            for (String stage : each.split(",")) {
                if (!stage.isBlank()) {
                    request.noCacheFor(stage.strip());
                }
            }
        }
        for (String each : from.values()) {
            request.cacheFrom(from(each));
        }
        for (String each : to.values()) {
            request.cacheTo(to(each));
        }
    }

    /// What is no list of fields is the name of an image in a registry, as with docker.
    private static Fields fields(String option, String text) throws CommandFailure {
        return text.indexOf('=') < 0
                ? Fields.parse(option, "type=registry,ref=" + text)
                : Fields.parse(option, text);
    }

    private static CommandFailure unknown(String option, String type) {
        return new CommandFailure(
                option
                        + ": cache of type "
                        + type
                        + " is not supported by Cooper: use type=registry, local or inline");
    }

    private static Reference reference(String option, Fields fields) throws CommandFailure {
        String name = fields.take("ref").orElse("");
        if (name.isEmpty()) {
            throw new CommandFailure(option + ": registry cache requires ref");
        }
        return Transfers.parse(name);
    }

    private static CacheFrom from(String text) throws CommandFailure {
        String option = "--cache-from";
        Fields fields = fields(option, text);
        String type = fields.take("type").orElse("registry");
        boolean mounts = fields.takeBoolean("mounts", true);
        CacheFrom from =
                switch (type) {
                    case "local" -> {
                        String folder = fields.take("src").orElse("");
                        if (folder.isEmpty()) {
                            throw new CommandFailure(
                                    option + ": local cache importer requires src");
                        }
                        String tag = fields.take("tag").orElse("latest");
                        yield new CacheFrom.Folder(
                                LocalFiles.path(folder).toAbsolutePath(),
                                fields.take("digest").orElse(tag),
                                mounts);
                    }
                    case "registry" -> new CacheFrom.Registry(reference(option, fields), mounts);
                    default -> throw unknown(option, type);
                };
        fields.end();
        return from;
    }

    private static CacheTo to(String text) throws CommandFailure {
        String option = "--cache-to";
        // Docker's: `inline` alone is a type, any other word a name.
        Fields fields =
                text.equals("inline") ? Fields.parse(option, "type=inline") : fields(option, text);
        String type = fields.take("type").orElse("registry");
        CacheTo.Place place =
                switch (type) {
                    case "local" -> {
                        String folder = fields.take("dest").orElse("");
                        if (folder.isEmpty()) {
                            throw new CommandFailure(
                                    option + ": local cache exporter requires dest");
                        }
                        yield new CacheTo.Folder(
                                LocalFiles.path(folder).toAbsolutePath(),
                                fields.take("tag").orElse("latest"));
                    }
                    case "registry" -> new CacheTo.Registry(reference(option, fields));
                    case "inline" -> new CacheTo.Inline();
                    default -> throw unknown(option, type);
                };
        String mode = fields.take("mode").orElse("min");
        if (!mode.equals("min") && !mode.equals("max")) {
            throw fields.wrong("mode", mode, "min or max");
        }
        if (type.equals("inline") && mode.equals("max")) {
            throw fields.wrong("mode", mode, "min, as the image has no other layers than its own");
        }
        // Pushes use gzip, and what is packed once serves both.
        String usual = type.equals("local") ? "zstd" : "gzip";
        LayerCompression compression =
                compression(fields, fields.take("compression").orElse(usual));
        // Said to no purpose: a layer that is there in another compression is always packed anew.
        fields.takeBoolean("force-compression", false);
        fields.takeBoolean("oci-mediatypes", true);
        fields.takeBoolean("image-manifest", true);
        CacheTo to =
                new CacheTo(
                        place,
                        mode.equals("max"),
                        fields.takeBoolean("mounts", false),
                        compression,
                        level(fields),
                        fields.takeBoolean("ignore-error", false));
        fields.end();
        return to;
    }

    static LayerCompression compression(Fields fields, String name) throws CommandFailure {
        return switch (name) {
            case "uncompressed" -> LayerCompression.NONE;
            case "gzip" -> LayerCompression.GZIP;
            case "zstd" -> LayerCompression.ZSTD;
            default -> throw fields.wrong("compression", name, "uncompressed, gzip or zstd");
        };
    }

    static OptionalInt level(Fields fields) throws CommandFailure {
        String text = fields.take("compression-level").orElse("");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d{1,2}")) {
            throw fields.wrong("compression-level", text, "a number");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
