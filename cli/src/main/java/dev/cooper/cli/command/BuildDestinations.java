// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.BuildOutput;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.LayerCompression;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The options of `build` that say what becomes of the result.
final class BuildDestinations {
    private final Option.Texts outputs;
    private final Option.Switch load;
    private final Option.Switch push;
    private final Annotations annotations;
    private boolean takesStandardOutput;
    private boolean pushed;
    private boolean named;

    BuildDestinations(Options options) {
        outputs =
                options.texts(
                        "-o, --output",
                        "stringArray",
                        "Output destination (format: \"type=local,dest=path\")");
        load = options.toggle("--load", "Shorthand for \"--output=type=docker\"");
        push = options.toggle("--push", "Shorthand for \"--output=type=registry\"");
        annotations = new Annotations(options);
    }

    void addTo(BuildRequest.Builder request, Session session) throws CommandFailure {
        List<BuildOutput> all = new ArrayList<>();
        for (String each : outputs.values()) {
            all.add(parse(each, session));
        }
        long streams = all.stream().filter(BuildDestinations::isStream).count();
        takesStandardOutput = streams > 0;
        if (streams > 1) {
            throw new CommandFailure("only one output can go to standard output");
        }
        if ((load.isOn() || push.isOn()) && !all.isEmpty()) {
            all.add(new BuildOutput.Image(List.of()));
        }
        pushed |= push.isOn();
        named =
                all.stream()
                        .anyMatch(each ->
                                each instanceof BuildOutput.Image(List<Reference> names)
                                        && !names.isEmpty());
        annotations.check(all);
        all.forEach(request::output);
    }

    /// Whether one of them is `-`.
    boolean takesStandardOutput() {
        return takesStandardOutput;
    }

    /// Whether the names that the image gets are pushed to their registries as well.
    boolean isPushed() {
        return pushed;
    }

    /// Whether one of them gives the image a name.
    boolean isNamed() {
        return named;
    }

    private static boolean isStream(BuildOutput output) {
        return switch (output) {
            case BuildOutput.Tar(BuildOutput.Target.Stream _) -> true;
            case BuildOutput.Archive(BuildOutput.Target.Stream _, _, _) -> true;
            case BuildOutput.Tar _,
                    BuildOutput.Archive _,
                    BuildOutput.Image _,
                    BuildOutput.Folder _,
                    BuildOutput.Layout _,
                    BuildOutput.CacheOnly _ ->
                    false;
        };
    }

    private BuildOutput parse(String text, Session session) throws CommandFailure {
        if (text.equals("-")) {
            return new BuildOutput.Tar(stdout(session, "tar"));
        }
        if (text.indexOf('=') < 0) {
            return new BuildOutput.Folder(folder(text));
        }
        Fields fields = Fields.parse("--output", text);
        String type = fields.take("type").orElse("");
        String dest = fields.take("dest").orElse("");
        BuildOutput output =
                switch (type) {
                    case "" -> throw new CommandFailure("type is required for output");
                    case "local" -> local(dest);
                    case "tar" -> new BuildOutput.Tar(target(session, type, dest));
                    case "oci" -> oci(fields, session, dest);
                    case "docker" -> docker(fields, session, dest);
                    case "image" -> image(fields, type);
                    case "cacheonly" -> new BuildOutput.CacheOnly();
                    case "registry" -> {
                        pushed = true;
                        yield image(fields, type);
                    }
                    default -> throw new CommandFailure("unsupported output type " + type);
                };
        fields.end();
        return output;
    }

    private static BuildOutput local(String dest) throws CommandFailure {
        if (dest.equals("-")) {
            throw new CommandFailure("dest cannot be stdout for local exporter");
        }
        if (dest.isEmpty()) {
            throw new CommandFailure("dest is required for local exporter");
        }
        return new BuildOutput.Folder(folder(dest));
    }

    private static Path folder(String dest) throws CommandFailure {
        Path folder = LocalFiles.path(dest).toAbsolutePath();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CommandFailure("destination " + dest + " is no directory");
        }
        return folder;
    }

    private static BuildOutput.Target target(Session session, String type, String dest)
            throws CommandFailure {
        if (dest.isEmpty() || dest.equals("-")) {
            return stdout(session, type);
        }
        Path file = LocalFiles.path(dest).toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw new CommandFailure("destination file " + dest + " is a directory");
        }
        return new BuildOutput.Target.File(file);
    }

    private static BuildOutput.Target stdout(Session session, String type) throws CommandFailure {
        if (session.terminal().isOutput()) {
            throw new CommandFailure(
                    "dest file is required for "
                            + type
                            + " exporter. refusing to write to console");
        }
        return new BuildOutput.Target.Stream(session.out().direct());
    }

    private BuildOutput oci(Fields fields, Session session, String dest) throws CommandFailure {
        BuildOutput.Packing packing = packing(fields);
        if (fields.takeBoolean("tar", true)) {
            return new BuildOutput.Archive(target(session, "oci", dest), false, packing);
        }
        if (dest.isEmpty() || dest.equals("-")) {
            throw new CommandFailure("dest is required for oci exporter with tar=false");
        }
        return new BuildOutput.Layout(folder(dest), packing);
    }

    /// Without a destination it is the store.
    private BuildOutput docker(Fields fields, Session session, String dest) throws CommandFailure {
        if (dest.isEmpty()) {
            return image(fields, "docker");
        }
        BuildOutput.Packing packing = packing(fields);
        if (!fields.takeBoolean("tar", true)) {
            throw new CommandFailure("a docker archive is always a tar: use type=oci,tar=false");
        }
        return new BuildOutput.Archive(target(session, "docker", dest), true, packing);
    }

    private BuildOutput image(Fields fields, String type) throws CommandFailure {
        pushed |= fields.takeBoolean("push", false);
        for (String each : List.of("compression", "compression-level", "force-compression")) {
            if (fields.take(each).isPresent()) {
                throw new CommandFailure(
                        "output "
                                + type
                                + ": "
                                + each
                                + " has no effect in the store, where nothing is compressed");
            }
        }
        // What only registries, or another store than this, would notice.
        for (String each : List.of("unpack", "store", "oci-mediatypes")) {
            fields.takeBoolean(each, true);
        }
        return new BuildOutput.Image(names(fields));
    }

    private static List<Reference> names(Fields fields) throws CommandFailure {
        List<Reference> names = new ArrayList<>();
        for (String each : fields.take("name").orElse("").split(",")) {
            if (each.isBlank()) {
                continue;
            }
            try {
                Reference reference = Reference.parse(each.strip());
                if (reference.digest() != null || reference.tag() == null) {
                    throw new CommandFailure("output name " + each + " must be a tag");
                }
                names.add(reference);
            } catch (InvalidReferenceException e) {
                throw new CommandFailure("output name " + each + ": " + e.getMessage());
            }
        }
        return names;
    }

    private BuildOutput.Packing packing(Fields fields) throws CommandFailure {
        LayerCompression compression =
                BuildCaches.compression(fields, fields.take("compression").orElse("gzip"));
        OptionalInt level = BuildCaches.level(fields);
        fields.takeBoolean("force-compression", false);
        fields.takeBoolean("oci-mediatypes", true);
        fields.takeBoolean("rewrite-timestamp", true);
        Map<String, String> manifest = annotations.manifest(fields);
        Map<String, String> descriptor = annotations.descriptor(fields);
        return new BuildOutput.Packing(names(fields), compression, level, manifest, descriptor);
    }
}
