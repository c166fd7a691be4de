// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Text;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.cli.progress.BuildError;
import dev.cooper.cli.progress.PausableProgress;
import dev.cooper.cli.progress.PlainProgress;
import dev.cooper.cli.progress.Progress;
import dev.cooper.cli.progress.RawProgress;
import dev.cooper.cli.progress.Reasons;
import dev.cooper.cli.progress.TerminalProgress;
import dev.cooper.cli.progress.Ticker;
import dev.cooper.cli.progress.Warnings;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.BuildResult;
import dev.cooper.engine.CooperException;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// `build`, as docker's buildx has it.
final class BuildVerb implements Verb {
    private static final String SOURCE_DATE = "SOURCE_DATE_EPOCH";

    private final Option.Texts tags;
    private final Option.Text file;
    private final Option.Text target;
    private final Option.Texts arguments;
    private final Option.Texts labels;
    private final Option.Switch quiet;
    private final Option.Text progress;
    private final Option.Text idFile;
    private final Option.Text network;
    private final Option.Text platform;
    private final Option.Text jobs;
    private final Option.Switch pull;
    private final BuildLoans loans;
    private final BuildCalls calls;
    private final BuildCaches caches;
    private final BuildDebugging debugging;
    private final BuildDestinations destinations;
    private final Option.Text metadataFile;

    BuildVerb(Options options) {
        tags =
                options.texts(
                        "-t, --tag",
                        "stringArray",
                        "Name and optionally a tag (format: \"name:tag\")");
        file =
                options.text(
                        "-f, --file",
                        "string",
                        "Name of the Dockerfile (default: \"PATH/Dockerfile\")");
        target = options.text("--target", "string", "Set the target build stage to build");
        arguments = options.texts("--build-arg", "stringArray", "Set build-time variables");
        labels = options.texts("--label", "stringArray", "Set metadata for an image");
        quiet =
                options.toggle(
                        "-q, --quiet", "Suppress the build output and print image ID on success");
        progress =
                options.text(
                        "--progress",
                        "string",
                        "Set type of progress output (\"auto\", \"plain\", \"tty\", \"quiet\", \"rawjson\")");
        idFile = options.text("--iidfile", "string", "Write the image ID to a file");
        metadataFile =
                options.text("--metadata-file", "string", "Write build result metadata to a file");
        network = options.text("--network", "string", "Network of RUN: host (default) or none");
        platform = options.text("--platform", "string", "Platform of the image: this machine's");
        jobs = options.text("--jobs", "int", "Steps that may run at the same time");
        loans = new BuildLoans(options);
        calls = new BuildCalls(options);
        caches = new BuildCaches(options);
        debugging = new BuildDebugging(options);
        destinations = new BuildDestinations(options);
        pull = options.toggle("--pull", "Always attempt to pull all referenced images");
        options.hiddenToggle("--rm");
        options.hiddenToggle("--force-rm");
        options.refuse(
                "--allow",
                "--attest",
                "--provenance",
                "--sbom",
                "--builder",
                "--cgroup-parent",
                "--squash",
                "-m",
                "--memory");
    }

    @Override
    public Description description() {
        return new Description(
                "buildx build",
                "[OPTIONS] PATH | URL | -",
                "Start a build",
                List.of("build", "buildx build", "builder build", "image build"),
                1,
                1);
    }

    @Override
    public int misused(Session session, UsageException e) {
        String path = session.program() + " buildx build";
        if (e.kind() == UsageException.Kind.OPTION) {
            session.err().println(e.message()).println("See '" + path + " --help'.");
            return 125;
        }
        session.err()
                .println("ERROR: \"" + path + "\" requires exactly 1 argument.")
                .println("See '" + path + " --help'.")
                .println("")
                .println("Usage:  " + path + " " + description().synopsis())
                .println("")
                .println(description().summary());
        return 1;
    }

    @Override
    public int failed(Session session, CommandFailure e) {
        boolean prefixed = e.message().startsWith("ERROR: ");
        session.err().println((prefixed ? "" : "ERROR: ") + e.message());
        return e.exitCode();
    }

    @Override
    public int report(Session session, CooperException e) {
        String message = String.valueOf(e.getMessage());
        // To docker, reading the Dockerfile is a part of solving, and preparing the context isn't.
        String prefix =
                message.startsWith("failed to read dockerfile: ") ? "failed to solve: " : "";
        String text =
                e instanceof CooperException.BuildFailed failed
                        ? BuildError.of(failed)
                        : "ERROR: " + prefix + message + "\n";
        boolean terminal = session.terminal().isError();
        session.err().print(terminal ? Text.harmless(text, true) : text);
        return 1;
    }

    @Override
    public int run(Session session, List<String> words)
            throws CommandFailure, UsageException, IOException, InterruptedException {
        BuildCall call = calls.call();
        BuildRequest.Builder request = request(session, words.getFirst());
        if (destinations.isPushed() && tags.values().isEmpty() && !destinations.isNamed()) {
            throw new CommandFailure("tag is needed when pushing to registry");
        }
        Progress form = progress(session);
        Progress shown = debugging.isOn() ? new PausableProgress(form) : form;
        request.debugger(debugging.debugger(session, shown, words.getFirst(), file.orElse("")));
        try (Interruption interruption = new Interruption(session.signals(), _ -> false)) {
            try {
                if (call.kind() != BuildCall.Kind.BUILD) {
                    return BuildCalls.answer(session, request.create(), call);
                }
                BuildResult result = build(session, request.events(shown).create(), shown);
                if (destinations.isPushed()) {
                    push(session, result);
                }
                done(session, result);
                return 0;
            } catch (CooperException | InterruptedException e) {
                if (!interruption.happened()) {
                    throw e;
                }
                session.err().println("ERROR: failed to solve: Canceled: context canceled");
                return interruption.code();
            }
        }
    }

    private static BuildResult build(Session session, BuildRequest request, Progress shown)
            throws InterruptedException {
        try (Ticker _ = new Ticker(shown)) {
            return session.engine().build(request);
        } finally {
            shown.end();
        }
    }

    private void push(Session session, BuildResult result) throws InterruptedException {
        boolean live = session.terminal().isError();
        for (Reference each : result.tags()) {
            Transfers.push(session, each, session.err(), live, quiet.isOn());
        }
    }

    private BuildRequest.Builder request(Session session, String context)
            throws CommandFailure, UsageException, IOException {
        BuildInput input = BuildInput.of(session, context, file.orElse(""));
        BuildRequest.Builder request =
                BuildRequest.of(input.context())
                        .dockerfile(input.dockerfile())
                        .target(target.value())
                        .pull(pull.isOn())
                        .network(Networks.parse(network.orElse("default")))
                        .isolation(session.isolation())
                        .platform(Platforms.parse(platform.value()))
                        .jobs(jobs());
        for (String tag : tags.values()) {
            try {
                request.tag(tag);
            } catch (CooperException.InvalidInput e) {
                throw new CommandFailure("invalid tag \"" + tag + "\": " + e.getMessage());
            }
        }
        ContainerOptions.labels(labels.values()).forEach(request::label);
        Map<String, String> environment = session.environment();
        loans.addTo(request, environment);
        caches.addTo(request);
        destinations.addTo(request, session);
        String date = environment.get(SOURCE_DATE);
        if (date != null && !date.isEmpty()) {
            // Docker hands this one on by itself; what the command line says comes later and wins.
            request.buildArgument(SOURCE_DATE, date);
        }
        for (String word : arguments.values()) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            request.buildArgument(
                    name, equals < 0 ? environment.get(name) : word.substring(equals + 1));
        }
        return request;
    }

    private int jobs() throws UsageException {
        String text = jobs.orElse("0");
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw UsageException.invalid(
                    text, jobs, "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    private Progress progress(Session session) throws CommandFailure {
        Progress silent = caches.explains() ? new Reasons(session.err()) : Progress.NONE;
        if (quiet.isOn()) {
            return silent;
        }
        Map<String, String> environment = session.environment();
        String given = progress.orElse(environment.getOrDefault("BUILDKIT_PROGRESS", "auto"));
        boolean terminal = session.terminal().isError() && !"dumb".equals(environment.get("TERM"));
        return switch (given) {
            case "auto", "" -> terminal ? live(session) : plain(session);
            case "tty" -> {
                if (!terminal) {
                    throw new CommandFailure(
                            "failed to get console: stderr is no terminal that --progress=tty could draw on");
                }
                yield live(session);
            }
            case "plain" -> plain(session);
            case "rawjson" -> new RawProgress(session.err());
            case "quiet", "none" -> silent;
            default -> throw new CommandFailure("invalid progress mode: " + given);
        };
    }

    private static Progress plain(Session session) {
        return new PlainProgress(session.err(), System::nanoTime, warnings(session));
    }

    private static Progress live(Session session) {
        boolean colors = session.environment().getOrDefault("NO_COLOR", "").isEmpty();
        return new TerminalProgress(
                session.err(), session.terminal(), colors, System::nanoTime, warnings(session));
    }

    private static Warnings warnings(Session session) {
        return new Warnings(session.program(), session.globals().debug());
    }

    private void done(Session session, BuildResult result) throws CommandFailure {
        String id = result.image().toString();
        String path = idFile.orElse("");
        if (!path.isEmpty()) {
            try {
                Files.writeString(LocalFiles.path(path), id);
            } catch (IOException e) {
                throw new CommandFailure("open " + path + ": " + LocalFiles.why(e));
            }
        }
        String metadata = metadataFile.orElse("");
        if (!metadata.isEmpty()) {
            BuildMetadata.write(metadata, result);
        }
        boolean silent = quiet.isOn() || progress.orElse("").equals("quiet");
        if (silent && !destinations.takesStandardOutput()) {
            session.out().println(id);
        }
    }
}
