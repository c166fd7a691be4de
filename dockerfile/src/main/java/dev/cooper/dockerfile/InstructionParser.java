// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes an [Instruction] of a logical line (docs/dockerfile.md).
final class InstructionParser {
    private static final List<String> KEYWORDS =
            List.of(
                    "ADD",
                    "ARG",
                    "CMD",
                    "COPY",
                    "ENTRYPOINT",
                    "ENV",
                    "EXPOSE",
                    "FROM",
                    "HEALTHCHECK",
                    "LABEL",
                    "MAINTAINER",
                    "ONBUILD",
                    "RUN",
                    "SHELL",
                    "STOPSIGNAL",
                    "USER",
                    "VOLUME",
                    "WORKDIR");
    private static final Set<String> COPY_FLAGS =
            Set.of("from", "chown", "chmod", "link", "parents", "exclude");
    private static final Set<String> ADD_FLAGS =
            Set.of("chown", "chmod", "link", "exclude", "checksum", "keep-git-dir", "unpack");

    private final char escape;

    InstructionParser(char escape) {
        this.escape = escape;
    }

    Instruction parse(LogicalLine line) throws DockerfileException {
        String text = line.text();
        int end = 0;
        while (end < text.length() && !Blank.is(text.charAt(end))) {
            end++;
        }
        String keyword = text.substring(0, end).toUpperCase(Locale.ROOT);
        String arguments = Blank.strip(text.substring(end));
        Origin origin = line.origin();
        return switch (keyword) {
            case "FROM" -> from(line, arguments);
            case "ARG" -> new Arg(origin, args(line, arguments));
            case "RUN" -> run(line, arguments);
            case "COPY" -> copy(line, arguments);
            case "ADD" -> add(line, arguments);
            case "ENV" -> new Env(origin, pairs(line, plain(line, arguments), "ENV"));
            case "LABEL" -> new Label(origin, pairs(line, plain(line, arguments), "LABEL"));
            case "WORKDIR" -> new Workdir(origin, single(line, arguments, keyword));
            case "USER" -> new User(origin, single(line, arguments, keyword));
            case "STOPSIGNAL" -> new StopSignal(origin, single(line, arguments, keyword));
            case "MAINTAINER" -> new Maintainer(origin, single(line, arguments, keyword));
            case "EXPOSE" ->
                    new Expose(origin, atLeastOne(line, words(plain(line, arguments)), keyword));
            case "VOLUME" -> new Volume(origin, volumes(line, plain(line, arguments)));
            case "CMD" -> new Cmd(origin, command(line, plain(line, arguments)));
            case "ENTRYPOINT" -> new Entrypoint(origin, entrypoint(line, arguments));
            case "SHELL" -> new Shell(origin, shell(line, arguments));
            case "HEALTHCHECK" -> Healthchecks.parse(line, arguments, this);
            case "ONBUILD" -> onBuild(line, arguments);
            default ->
                    throw line.error(
                            "unknown instruction: "
                                    + text.substring(0, end)
                                    + Suggestions.nearest(keyword, KEYWORDS)
                                            .map(each -> " (did you mean " + each + "?)")
                                            .orElse(""));
        };
    }

    Flags flags(LogicalLine line, String arguments, Set<String> known) throws DockerfileException {
        return Flags.take(line, arguments, escape, known);
    }

    /// The arguments of an instruction that has no flags.
    private String plain(LogicalLine line, String arguments) throws DockerfileException {
        return flags(line, arguments, Set.of()).rest();
    }

    private List<String> words(String arguments) {
        return ArgumentWords.split(arguments, escape);
    }

    private Instruction from(LogicalLine line, String arguments) throws DockerfileException {
        Flags flags = flags(line, arguments, Set.of("platform"));
        List<String> words = words(flags.rest());
        boolean aliased = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
        if (words.size() != 1 && !aliased) {
            throw line.error("FROM requires either one or three arguments");
        }
        return new From(
                line.origin(),
                words.getFirst(),
                flags.value("platform"),
                aliased ? words.get(2) : null);
    }

    private List<ArgPair> args(LogicalLine line, String arguments) throws DockerfileException {
        List<ArgPair> pairs = new ArrayList<>();
        for (String word : atLeastOne(line, words(plain(line, arguments)), "ARG")) {
            int equals = word.indexOf('=');
            String key =
                    ArgumentWords.unquoted(equals < 0 ? word : word.substring(0, equals), escape);
            if (key.isEmpty()) {
                throw line.error("ARG names can not be blank");
            }
            pairs.add(new ArgPair(key, equals < 0 ? null : word.substring(equals + 1)));
        }
        return pairs;
    }

    private List<KeyValue> pairs(LogicalLine line, String arguments, String keyword)
            throws DockerfileException {
        List<String> words = atLeastOne(line, words(arguments), keyword);
        if (words.getFirst().indexOf('=') < 0) {
            String key = words.getFirst();
            String value = Blank.strip(arguments.substring(arguments.indexOf(key) + key.length()));
            if (value.isEmpty()) {
                throw line.error(keyword + " must have two arguments");
            }
            return List.of(new KeyValue(key, value, true));
        }
        List<KeyValue> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw line.error(
                        "Syntax error - can't find = in \""
                                + word
                                + "\". Must be of the form: name=value");
            }
            if (equals == 0) {
                throw line.error(keyword + " names can not be blank");
            }
            pairs.add(new KeyValue(word.substring(0, equals), word.substring(equals + 1), false));
        }
        return pairs;
    }

    private String single(LogicalLine line, String arguments, String keyword)
            throws DockerfileException {
        String rest = plain(line, arguments);
        if (rest.isEmpty()) {
            throw line.error(keyword + " requires exactly one argument");
        }
        return rest;
    }

    private static List<String> atLeastOne(LogicalLine line, List<String> words, String keyword)
            throws DockerfileException {
        if (words.isEmpty()) {
            throw line.error(keyword + " requires at least one argument");
        }
        return words;
    }

    private List<String> volumes(LogicalLine line, String arguments) throws DockerfileException {
        List<String> paths = atLeastOne(line, list(line, arguments), "VOLUME");
        if (paths.stream().anyMatch(String::isBlank)) {
            throw line.error("VOLUME specified can not be an empty string");
        }
        return paths;
    }

    /// A JSON array, or else words.
    private List<String> list(LogicalLine line, String arguments) throws DockerfileException {
        List<String> json = json(line, arguments);
        return json == null ? words(arguments) : json;
    }

    private static @Nullable List<String> json(LogicalLine line, String arguments)
            throws DockerfileException {
        try {
            return arguments.startsWith("[") ? StringArray.parse(arguments) : null;
        } catch (StringArray.NotStringsException e) {
            throw line.error(
                    "when using JSON array syntax, arrays must be comprised of strings only");
        }
    }

    CommandLine command(LogicalLine line, String arguments) throws DockerfileException {
        List<String> json = json(line, arguments);
        return json == null ? new CommandLine.Shell(arguments) : new CommandLine.Exec(json);
    }

    private CommandLine entrypoint(LogicalLine line, String arguments) throws DockerfileException {
        String rest = plain(line, arguments);
        if (rest.isEmpty()) {
            throw line.error("ENTRYPOINT requires at least one argument");
        }
        return command(line, rest);
    }

    private List<String> shell(LogicalLine line, String arguments) throws DockerfileException {
        List<String> json = json(line, plain(line, arguments));
        if (json == null) {
            throw line.error("SHELL requires the arguments to be in JSON form");
        }
        return atLeastOne(line, json, "SHELL");
    }

    private Instruction run(LogicalLine line, String arguments) throws DockerfileException {
        Flags flags = flags(line, arguments, Set.of("mount", "network", "security", "device"));
        if (flags.rest().isEmpty()) {
            throw line.error("RUN requires at least one argument");
        }
        List<MountFlag> mounts = new ArrayList<>();
        for (String each : flags.all("mount")) {
            mounts.add(MountFlag.of(line, each));
        }
        String network = choice(line, flags, "network", List.of("default", "none", "host"));
        String security = choice(line, flags, "security", List.of("sandbox", "insecure"));
        return new Run(
                line.origin(),
                command(line, flags.rest()),
                mounts,
                network,
                security,
                flags.all("device"),
                line.heredocs());
    }

    private static @Nullable String choice(
            LogicalLine line, Flags flags, String name, List<String> known)
            throws DockerfileException {
        String value = flags.value(name);
        if (value != null && !known.contains(value)) {
            throw line.error(
                    "invalid "
                            + name
                            + " mode: "
                            + value
                            + " (one of "
                            + String.join(", ", known)
                            + ")");
        }
        return value;
    }

    private Instruction copy(LogicalLine line, String arguments) throws DockerfileException {
        Flags flags = flags(line, arguments, COPY_FLAGS);
        return new Copy(
                line.origin(),
                files(line, flags.rest(), "COPY"),
                flags.value("from"),
                flags.value("chown"),
                flags.value("chmod"),
                flags.isOn("link"),
                flags.isOn("parents"),
                flags.all("exclude"));
    }

    private Instruction add(LogicalLine line, String arguments) throws DockerfileException {
        Flags flags = flags(line, arguments, ADD_FLAGS);
        return new Add(
                line.origin(),
                files(line, flags.rest(), "ADD"),
                flags.value("chown"),
                flags.value("chmod"),
                flags.isOn("link"),
                flags.all("exclude"),
                flags.value("checksum"),
                flags.onOrOff("keep-git-dir"),
                flags.onOrOff("unpack"));
    }

    private SourcesAndDest files(LogicalLine line, String arguments, String keyword)
            throws DockerfileException {
        List<String> words = list(line, arguments);
        if (words.size() < 2) {
            throw line.error(
                    words.isEmpty()
                            ? keyword + " requires at least two arguments"
                            : keyword
                                    + " requires at least two arguments, but only one was provided."
                                    + " Destination could not be determined.");
        }
        if (isHeredoc(line, words.getLast())) {
            throw line.error(keyword + " cannot accept a heredoc as a destination");
        }
        List<String> sources = new ArrayList<>();
        for (String word : words.subList(0, words.size() - 1)) {
            if (!isHeredoc(line, word)) {
                sources.add(word);
            }
        }
        return new SourcesAndDest(sources, line.heredocs(), words.getLast());
    }

    private static boolean isHeredoc(LogicalLine line, String word) {
        return !line.heredocs().isEmpty() && word.matches("[0-9]*<<-?[^<]+");
    }

    private Instruction onBuild(LogicalLine line, String arguments) throws DockerfileException {
        if (arguments.isEmpty()) {
            throw line.error("ONBUILD requires at least one argument");
        }
        Origin origin = line.origin();
        Origin inner = new Origin(origin.range(), arguments, List.of(), origin.pieces());
        Instruction trigger = parse(new LogicalLine(inner, line.heredocs()));
        switch (trigger) {
            case OnBuild _ ->
                    throw line.error("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
            case From _, Maintainer _ ->
                    throw line.error(trigger.keyword() + " isn't allowed as an ONBUILD trigger");
            case Add _,
                    Arg _,
                    Cmd _,
                    Copy _,
                    Entrypoint _,
                    Env _,
                    Expose _,
                    HealthcheckInstruction _,
                    Label _,
                    Run _,
                    Shell _,
                    StopSignal _,
                    User _,
                    Volume _,
                    Workdir _ -> {
                // Allowed.
            }
        }
        StringBuilder text = new StringBuilder(arguments);
        for (Heredoc each : line.heredocs()) {
            text.append('\n').append(each.content()).append(each.name());
        }
        return new OnBuild(origin, text.toString(), trigger);
    }
}
