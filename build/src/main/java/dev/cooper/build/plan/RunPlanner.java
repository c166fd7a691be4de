// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.RunOp;
import dev.cooper.build.step.RunSpec;
import dev.cooper.build.step.StepMount;
import dev.cooper.build.step.Tree;
import dev.cooper.build.tree.CleanPath;
import dev.cooper.dockerfile.BuildArguments;
import dev.cooper.dockerfile.CommandLine;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Heredoc;
import dev.cooper.dockerfile.MountFlag;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.RunMount;
import dev.cooper.dockerfile.Stages;
import dev.cooper.sandbox.SandboxNetwork;
import dev.cooper.store.CacheFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Plans `RUN`.
final class RunPlanner {
    private static final String HOSTNAME = "buildkitsandbox";
    private static final Pattern HEREDOC = Pattern.compile("[0-9]*<<-?(\\S+)");

    private final InstructionPlanner in;
    private final StageState state;

    RunPlanner(InstructionPlanner in) {
        this.in = in;
        this.state = in.state;
    }

    void plan(Run run) throws IOException, DockerfileException, ExpansionException {
        in.planner.hold(state.environment.size(), run);
        List<Vertex<Tree>> sources = new ArrayList<>();
        String hostname = in.request.buildArguments().get("BUILDKIT_SANDBOX_HOSTNAME");
        List<StepMount> mounts = mounts(run, sources);
        RunSpec spec =
                new RunSpec(
                        arguments(run, mounts),
                        state.processEnvironment(),
                        proxies(),
                        state.workingDirectory(),
                        state.config.user(),
                        hostname == null ? HOSTNAME : hostname,
                        network(run),
                        mounts);
        Vertex<Tree> made =
                in.planner.vertex(
                        in.name(run),
                        new RunOp(in.request.at(), spec, in.request.date()),
                        state.tree,
                        sources,
                        run);
        state.tell("RUN " + arguments() + String.join(" ", spec.arguments()) + " # buildkit", made);
    }

    private List<String> arguments(Run run, List<StepMount> mounts) throws DockerfileException {
        if (run.security() != null && run.security().equals("insecure")) {
            throw refused(
                    run, "RUN --security=insecure is not supported: every step is kept apart");
        }
        if (!run.devices().isEmpty()) {
            throw refused(run, "RUN --device is not supported");
        }
        return switch (run.command()) {
            case CommandLine.Exec exec -> exec.arguments();
            case CommandLine.Shell shell when isProgram(shell.text(), run.heredocs()) -> {
                Heredoc program = run.heredocs().getFirst();
                String path = "/dev/pipes/" + program.name();
                mounts.add(new StepMount.Script(path, program.text()));
                yield List.of(path);
            }
            case CommandLine.Shell shell -> {
                List<String> words = new ArrayList<>(CommandWords.shell(state.config));
                words.add(script(shell.text(), run.heredocs()));
                yield words;
            }
        };
    }

    private static DockerfileException refused(Run run, String why) {
        return new DockerfileException(why, List.of(run.range()));
    }

    /// A here-document alone is the whole command; one among other words is left to the shell.
    private static String script(String text, List<Heredoc> heredocs) {
        if (heredocs.isEmpty()) {
            return text;
        }
        Heredoc first = heredocs.getFirst();
        if (heredocs.size() == 1 && isAlone(text, first.name())) {
            return first.text();
        }
        StringBuilder whole = new StringBuilder(text);
        for (Heredoc each : heredocs) {
            whole.append('\n').append(each.content()).append(each.name());
        }
        return whole.toString();
    }

    /// A here-document alone that begins with `#!` is run as the program that it is.
    private static boolean isProgram(String text, List<Heredoc> heredocs) {
        return heredocs.size() == 1
                && isAlone(text, heredocs.getFirst().name())
                && heredocs.getFirst().text().startsWith("#!");
    }

    private static boolean isAlone(String text, String name) {
        Matcher word = HEREDOC.matcher(text);
        return word.matches() && word.group(1).replaceAll("[\"'\\\\]", "").equals(name);
    }

    private SandboxNetwork network(Run run) {
        String asked = run.network();
        return switch (asked == null ? "default" : asked) {
            case "none" -> SandboxNetwork.NONE;
            case "host" -> SandboxNetwork.HOST;
            default -> in.request.network();
        };
    }

    /// Proxies are seen without an `ARG`, under both their names, and then are no part of what the
    /// step is.
    private List<String> proxies() {
        List<String> pairs = new ArrayList<>();
        Map<String, @Nullable String> given = in.request.buildArguments();
        for (String name : BuildArguments.PROXIES) {
            String small = given.get(name.toLowerCase(Locale.ROOT));
            String value = small == null ? given.get(name.toUpperCase(Locale.ROOT)) : small;
            if (value != null && !state.environment.containsKey(name)) {
                pairs.add(name + "=" + value);
            }
        }
        return pairs;
    }

    /// `|2 A=1 B=2 `, as the history has the arguments in scope.
    private String arguments() {
        if (state.arguments.isEmpty()) {
            return "";
        }
        StringBuilder told = new StringBuilder("|").append(state.arguments.size()).append(' ');
        for (Map.Entry<String, String> each : state.arguments.entrySet()) {
            String seen = state.environment.get(each.getKey());
            String value = seen == null ? each.getValue() : seen;
            told.append(each.getKey()).append('=').append(value == null ? "" : value).append(' ');
        }
        return told.toString();
    }

    private List<StepMount> mounts(Run run, List<Vertex<Tree>> sources)
            throws IOException, DockerfileException, ExpansionException {
        List<StepMount> mounts = new ArrayList<>();
        int agents = 0;
        for (MountFlag flag : run.mounts()) {
            switch (flag.resolve(in::expand)) {
                case RunMount.Bind bind -> {
                    sources.add(source(run, bind.from()));
                    mounts.add(
                            new StepMount.Bind(
                                    sources.size() - 1,
                                    CleanPath.absolute("/", bind.source()).substring(1),
                                    target(run, bind.target()),
                                    bind.readOnly()));
                }
                case RunMount.Tmpfs tmpfs ->
                        mounts.add(new StepMount.Tmpfs(target(run, tmpfs.target()), tmpfs.size()));
                case RunMount.Cache cache -> mounts.add(cache(run, cache, sources));
                case RunMount.Secret secret -> mounts.add(secret(run, secret));
                case RunMount.Ssh ssh -> mounts.add(ssh(run, ssh, agents++));
            }
        }
        return mounts;
    }

    private StepMount secret(Run run, RunMount.Secret secret) throws DockerfileException {
        RunMount.FileAttributes file = secret.attributes();
        return new StepMount.Secret(
                secret.target().isEmpty() ? "" : target(run, secret.target()),
                secret.id(),
                secret.variable(),
                secret.required(),
                file.mode().orElse(0400),
                file.uid().orElse(0),
                file.gid().orElse(0));
    }

    private StepMount ssh(Run run, RunMount.Ssh ssh, int number) throws DockerfileException {
        RunMount.FileAttributes file = ssh.attributes();
        String path = "/run/buildkit/ssh_agent." + number;
        return new StepMount.Ssh(
                ssh.target().isEmpty() ? path : target(run, ssh.target()),
                ssh.id(),
                ssh.required(),
                file.mode().orElse(0600),
                file.uid().orElse(0),
                file.gid().orElse(0));
    }

    private String target(Run run, String target) throws DockerfileException {
        String path = CleanPath.absolute(state.workingDirectory(), target);
        if (path.equals("/")) {
            throw refused(run, "invalid mount target \"/\"");
        }
        return path;
    }

    private StepMount cache(Run run, RunMount.Cache cache, List<Vertex<Tree>> sources)
            throws IOException, DockerfileException {
        if (cache.from() != null) {
            sources.add(source(run, cache.from()));
        }
        String path = CleanPath.absolute("/", cache.source()).substring(1);
        String space = in.request.buildArguments().get("BUILDKIT_CACHE_MOUNT_NS");
        return new StepMount.Cache(
                target(run, cache.target()),
                (space == null ? "" : space) + "/" + cache.id() + "\n" + path,
                cache.from() == null ? -1 : sources.size() - 1,
                path,
                switch (cache.sharing()) {
                    case SHARED -> CacheFolders.Sharing.SHARED;
                    case PRIVATE -> CacheFolders.Sharing.PRIVATE;
                    case LOCKED -> CacheFolders.Sharing.LOCKED;
                },
                cache.readOnly(),
                cache.attributes());
    }

    private Vertex<Tree> source(Run run, @Nullable String from)
            throws IOException, DockerfileException {
        if (from == null) {
            return in.planner.context(run);
        }
        var earlier = in.request.dockerfile().stages().subList(0, state.stage.index());
        var stage = Stages.mounted(earlier, from);
        if (stage.isPresent()) {
            return in.planner.stageState(stage.get()).tree;
        }
        return in.planner.image(from, state.stage, run);
    }
}
