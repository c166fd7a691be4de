// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.OwnerSpec;
import dev.cooper.build.step.Tree;
import dev.cooper.build.step.WorkdirOp;
import dev.cooper.build.tree.CleanPath;
import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.Cmd;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Entrypoint;
import dev.cooper.dockerfile.Env;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Expose;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.HealthcheckInstruction;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Label;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.Shell;
import dev.cooper.dockerfile.StopSignal;
import dev.cooper.dockerfile.User;
import dev.cooper.dockerfile.Volume;
import dev.cooper.dockerfile.Workdir;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Plans one stage's instructions, in order. `ARG` and `WORKDIR` are planned here, what makes files
/// and what only says something elsewhere.
final class InstructionPlanner {
    /// Registries and engines refuse larger configurations, and so does the store.
    private static final long MOST_TOLD = 3_900_000;

    final Planner planner;
    final PlanRequest request;
    final StageState state;
    final Expander expander;
    private final GlobalArguments globals;
    private final ConfigPlanner config;

    InstructionPlanner(
            Planner planner, PlanRequest request, GlobalArguments globals, StageState state) {
        this.planner = planner;
        this.request = request;
        this.globals = globals;
        this.state = state;
        this.expander = new Expander(request.dockerfile().directives().escape());
        this.config = new ConfigPlanner(state, expander);
    }

    /// Plans an instruction of the stage's own.
    void plan(Instruction instruction) throws IOException, DockerfileException {
        try {
            dispatch(instruction);
        } catch (ExpansionException e) {
            throw new DockerfileException(e.getMessage(), List.of(instruction.range()));
        }
        if (state.told() > MOST_TOLD) {
            throw new DockerfileException(
                    "the image's configuration, with its history, would be larger than 4 MB",
                    List.of(instruction.range()));
        }
    }

    /// Plans an instruction that the base wants done; the stage's `FROM` is blamed if it fails.
    void planTrigger(Instruction trigger) throws IOException, DockerfileException {
        try {
            dispatch(trigger);
        } catch (ExpansionException | DockerfileException e) {
            throw new DockerfileException(
                    "ONBUILD %s: %s".formatted(trigger.original(), e.getMessage()),
                    List.of(state.stage.from().range()));
        }
    }

    private void dispatch(Instruction instruction)
            throws IOException, DockerfileException, ExpansionException {
        switch (instruction) {
            case Run run -> new RunPlanner(this).plan(run);
            case Copy copy -> new CopyPlanner(this).plan(copy);
            case Add add -> new CopyPlanner(this).plan(add);
            case Arg arg -> arg(arg);
            case Workdir workdir -> workdir(workdir);
            case Env env -> config.env(env);
            case Label label -> config.label(label);
            case User user -> config.user(user);
            case Expose expose -> config.expose(expose);
            case Volume volume -> config.volume(volume);
            case Cmd cmd -> config.cmd(cmd);
            case Entrypoint entrypoint -> config.entrypoint(entrypoint);
            case Shell shell -> config.shell(shell);
            case StopSignal signal -> config.stopSignal(signal);
            case HealthcheckInstruction check -> config.healthcheck(check);
            case Maintainer maintainer -> config.maintainer(maintainer);
            case OnBuild onBuild -> config.onBuild(onBuild);
            case From _ -> throw new IllegalArgumentException("FROM begins a stage");
        }
    }

    private void arg(Arg instruction) throws ExpansionException {
        List<String> told = new ArrayList<>();
        for (ArgPair pair : instruction.pairs()) {
            String value = value(pair);
            state.arguments.put(pair.key(), value);
            if (value != null) {
                state.environment.put(pair.key(), value);
            }
            told.add(value == null ? pair.key() : pair.key() + "=" + value);
        }
        state.tell("ARG " + String.join(" ", told));
    }

    private @Nullable String value(ArgPair pair) throws ExpansionException {
        String given = request.buildArguments().get(pair.key());
        if (given != null) {
            return given;
        }
        String written = pair.value();
        return written == null ? globals.value(pair.key()) : expand(written);
    }

    private void workdir(Workdir instruction) throws ExpansionException {
        String path = CleanPath.absolute(state.workingDirectory(), expand(instruction.path()));
        state.config = state.config.withWorkingDir(path);
        if (path.equals("/")) {
            state.tell("WORKDIR " + path);
            return;
        }
        String user = state.config.user();
        WorkdirOp op =
                new WorkdirOp(
                        request.at(),
                        path,
                        user.isEmpty() ? null : new OwnerSpec(user),
                        request.date());
        Vertex<Tree> made =
                planner.vertex(name(instruction), op, state.tree, List.of(), instruction);
        state.tell("WORKDIR " + path, made);
    }

    String expand(String word) throws ExpansionException {
        return expander.expand(word, state.lookup());
    }

    /// The next step's name: the instruction as written, its keyword in capitals, variables
    /// replaced.
    String name(Instruction instruction) throws ExpansionException {
        String text = instruction.original();
        int blank = 0;
        while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
            blank++;
        }
        return state.names.next(
                text.substring(0, blank).toUpperCase(Locale.ROOT)
                        + expander.expandKeepingQuotes(text.substring(blank), state.lookup()));
    }
}
