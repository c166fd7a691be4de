// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.command.InspectVerb.Kind;
import dev.cooper.cli.options.Options;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The verbs by name. Only the one that is asked for is made, so that no other's class is loaded.
final class Verbs {
    /// All first words, for suggestions.
    static final List<String> FIRST_WORDS =
            List.of(
                    "build",
                    "builder",
                    "buildx",
                    "container",
                    "cp",
                    "create",
                    "export",
                    "help",
                    "history",
                    "image",
                    "images",
                    "import",
                    "info",
                    "inspect",
                    "kill",
                    "load",
                    "logs",
                    "manifest",
                    "ps",
                    "rm",
                    "rmi",
                    "run",
                    "save",
                    "start",
                    "stop",
                    "system",
                    "tag",
                    "version",
                    "wait");

    private Verbs() {}

    /// A verb that was found.
    ///
    /// @param verb its first name
    /// @param words how many words called it
    record Found(String verb, int words) {}

    static Optional<Found> resolve(List<String> words) {
        String first = words.getFirst();
        String second = words.size() > 1 ? words.get(1) : "";
        String grouped =
                switch (first) {
                    case "image" -> image(second);
                    case "container" -> container(second);
                    case "buildx", "builder" -> second.equals("build") ? "build" : null;
                    case "manifest" -> second.equals("inspect") ? "manifest inspect" : null;
                    case "system" -> second.equals("info") ? "info" : null;
                    default -> null;
                };
        if (grouped != null) {
            return Optional.of(new Found(grouped, 2));
        }
        return switch (first) {
            case "build",
                    "cp",
                    "create",
                    "export",
                    "history",
                    "images",
                    "import",
                    "info",
                    "inspect",
                    "kill",
                    "load",
                    "logs",
                    "ps",
                    "rm",
                    "rmi",
                    "run",
                    "save",
                    "start",
                    "stop",
                    "tag",
                    "version",
                    "wait" ->
                    Optional.of(new Found(first, 1));
            default -> Optional.empty();
        };
    }

    private static @Nullable String image(String verb) {
        return switch (verb) {
            case "ls", "list" -> "images";
            case "rm", "remove" -> "rmi";
            case "inspect" -> "image inspect";
            case "convert" -> "image convert";
            case "build", "history", "import", "load", "save", "tag" -> verb;
            default -> null;
        };
    }

    private static @Nullable String container(String verb) {
        return switch (verb) {
            case "ls", "list", "ps" -> "ps";
            case "rm", "remove" -> "rm";
            case "inspect" -> "container inspect";
            case "cp", "create", "export", "kill", "logs", "run", "start", "stop", "wait" -> verb;
            default -> null;
        };
    }

    static Verb create(String verb, Options options) {
        return switch (verb) {
            case "build" -> new BuildVerb(options);
            case "cp" -> new CopyVerb(options);
            case "create" -> new CreateVerb(options);
            case "export" -> new ExportVerb(options);
            case "image convert" -> new ConvertVerb(options);
            case "manifest inspect" -> new ManifestInspectVerb();
            case "history" -> new HistoryVerb(options);
            case "images" -> new ImagesVerb(options);
            case "import" -> new ImportVerb(options);
            case "info" -> new InfoVerb(options);
            case "inspect" -> new InspectVerb(options, Kind.ANY);
            case "image inspect" -> new InspectVerb(options, Kind.IMAGE);
            case "container inspect" -> new InspectVerb(options, Kind.CONTAINER);
            case "kill" -> new KillVerb(options);
            case "load" -> new LoadVerb(options);
            case "logs" -> new LogsVerb(options);
            case "ps" -> new PsVerb(options);
            case "rm" -> new RemoveVerb(options);
            case "rmi" -> new RemoveImageVerb(options);
            case "run" -> new RunVerb(options);
            case "save" -> new SaveVerb(options);
            case "start" -> new StartVerb(options);
            case "stop" -> new StopVerb(options);
            case "tag" -> new TagVerb();
            case "version" -> new VersionVerb(options);
            case "wait" -> new WaitVerb();
            default -> throw new IllegalArgumentException(verb);
        };
    }
}
