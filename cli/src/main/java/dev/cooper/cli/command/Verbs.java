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
                    "builds",
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
                    "login",
                    "logout",
                    "logs",
                    "manifest",
                    "ps",
                    "pull",
                    "push",
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
        Optional<Found> past = past(first, second, words.size() > 2 ? words.get(2) : "");
        if (past.isPresent()) {
            return past;
        }
        if (words.size() > 2
                && words.subList(0, 3).equals(List.of("buildx", "imagetools", "inspect"))) {
            return Optional.of(new Found("imagetools inspect", 3));
        }
        String grouped =
                switch (first) {
                    case "image" -> image(second);
                    case "container" -> container(second);
                    case "buildx", "builder" -> buildx(second);
                    case "manifest" -> second.equals("inspect") ? "manifest inspect" : null;
                    case "system" -> system(second);
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
                    "login",
                    "logout",
                    "logs",
                    "ps",
                    "pull",
                    "push",
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

    /// The verbs of builds that were: `builds …`, or `buildx history …`.
    private static Optional<Found> past(String first, String second, String third) {
        if (first.equals("builds")) {
            String verb = past(second);
            return Optional.of(verb == null ? new Found("builds ls", 1) : new Found(verb, 2));
        }
        boolean history =
                (first.equals("buildx") || first.equals("builder")) && second.equals("history");
        String verb = history ? past(third) : null;
        return verb == null ? Optional.empty() : Optional.of(new Found(verb, 3));
    }

    private static @Nullable String past(String verb) {
        return switch (verb) {
            case "ls", "list" -> "builds ls";
            case "show" -> "builds show";
            case "inspect" -> "builds inspect";
            case "logs" -> "builds logs";
            case "rm" -> "builds rm";
            default -> null;
        };
    }

    private static @Nullable String buildx(String verb) {
        return switch (verb) {
            case "build", "b" -> "build";
            case "prune" -> "builder prune";
            case "du" -> "buildx du";
            default -> null;
        };
    }

    private static @Nullable String system(String verb) {
        return switch (verb) {
            case "info" -> "info";
            case "df" -> "system df";
            case "prune" -> "system prune";
            default -> null;
        };
    }

    private static @Nullable String image(String verb) {
        return switch (verb) {
            case "ls", "list" -> "images";
            case "rm", "remove" -> "rmi";
            case "inspect" -> "image inspect";
            case "prune" -> "image prune";
            case "convert" -> "image convert";
            case "build", "history", "import", "load", "pull", "push", "save", "tag" -> verb;
            default -> null;
        };
    }

    private static @Nullable String container(String verb) {
        return switch (verb) {
            case "ls", "list", "ps" -> "ps";
            case "rm", "remove" -> "rm";
            case "inspect" -> "container inspect";
            case "prune" -> "container prune";
            case "cp", "create", "export", "kill", "logs", "run", "start", "stop", "wait" -> verb;
            default -> null;
        };
    }

    static Verb create(String verb, Options options) {
        return switch (verb) {
            case "build" -> new BuildVerb(options);
            case "builds ls" -> new BuildListVerb(options);
            case "builds show" -> new BuildShowVerb(options, BuildShowVerb.Part.ALL);
            case "builds inspect" -> new BuildShowVerb(options, BuildShowVerb.Part.FACTS);
            case "builds logs" -> new BuildShowVerb(options, BuildShowVerb.Part.LOG);
            case "builds rm" -> new BuildRemoveVerb(options);
            case "builder prune" -> new CachePruneVerb(options);
            case "buildx du" -> new CacheUsageVerb(options);
            case "container prune" -> new ContainerPruneVerb(options);
            case "cp" -> new CopyVerb(options);
            case "create" -> new CreateVerb(options);
            case "export" -> new ExportVerb(options);
            case "image convert" -> new ConvertVerb(options);
            case "history" -> new HistoryVerb(options);
            case "images" -> new ImagesVerb(options);
            case "import" -> new ImportVerb(options);
            case "info" -> new InfoVerb(options);
            case "inspect" -> new InspectVerb(options, Kind.ANY);
            case "image prune" -> new ImagePruneVerb(options);
            case "image inspect" -> new InspectVerb(options, Kind.IMAGE);
            case "container inspect" -> new InspectVerb(options, Kind.CONTAINER);
            case "kill" -> new KillVerb(options);
            case "load" -> new LoadVerb(options);
            case "login" -> new LoginVerb(options);
            case "logout" -> new LogoutVerb();
            case "logs" -> new LogsVerb(options);
            case "manifest inspect" -> new ManifestVerb(options, false);
            case "imagetools inspect" -> new ManifestVerb(options, true);
            case "ps" -> new PsVerb(options);
            case "pull" -> new PullVerb(options);
            case "push" -> new PushVerb(options);
            case "rm" -> new RemoveVerb(options);
            case "rmi" -> new RemoveImageVerb(options);
            case "run" -> new RunVerb(options);
            case "save" -> new SaveVerb(options);
            case "start" -> new StartVerb(options);
            case "stop" -> new StopVerb(options);
            case "system df" -> new DiskUsageVerb(options);
            case "system prune" -> new SystemPruneVerb(options);
            case "tag" -> new TagVerb();
            case "version" -> new VersionVerb(options);
            case "wait" -> new WaitVerb();
            default -> throw new IllegalArgumentException(verb);
        };
    }
}
