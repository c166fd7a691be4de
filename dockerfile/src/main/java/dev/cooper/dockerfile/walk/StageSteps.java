// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

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
import dev.cooper.dockerfile.KeyValue;
import dev.cooper.dockerfile.Label;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.Shell;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.StopSignal;
import dev.cooper.dockerfile.User;
import dev.cooper.dockerfile.Volume;
import dev.cooper.dockerfile.Workdir;
import java.util.List;

/// Takes the steps of one stage.
final class StageSteps {
    private final WalkRequest request;
    private final GlobalArgs globals;
    private final Expander expander;
    private final StageState state;
    private final WalkListener listener;

    StageSteps(
            WalkRequest request,
            GlobalArgs globals,
            Expander expander,
            StageState state,
            WalkListener listener) {
        this.request = request;
        this.globals = globals;
        this.expander = expander;
        this.state = state;
        this.listener = listener;
    }

    void take(Instruction instruction, SourceRange range) throws DockerfileException {
        try {
            if (instruction instanceof Arg arg) {
                for (ArgPair pair : arg.pairs()) {
                    take(new Arg(arg.origin(), List.of(pair)), pair, range);
                }
                return;
            }
            Step step = read(instruction, range);
            listener.step(state, step);
            change(step.expanded());
        } catch (ExpansionException e) {
            throw new DockerfileException(e.getMessage(), List.of(range));
        } catch (DockerfileException e) {
            throw e.ranges().isEmpty()
                    ? new DockerfileException(e.getMessage(), List.of(range), e.hint())
                    : e;
        }
    }

    private Step read(Instruction instruction, SourceRange range)
            throws DockerfileException, ExpansionException {
        StepReader reader = new StepReader(expander, state.lookup());
        try {
            return reader.read(instruction, range);
        } finally {
            tell(instruction, range, reader);
        }
    }

    private void tell(Instruction instruction, SourceRange range, StepReader reader) {
        if (!reader.unset().isEmpty()) {
            listener.unset(state, instruction, range, reader.unset());
        }
    }

    private void take(Arg written, ArgPair pair, SourceRange range)
            throws DockerfileException, ExpansionException {
        StepReader reader = new StepReader(expander, state.lookup());
        String given = request.buildArguments().get(pair.key());
        String standard = pair.value();
        String value = given;
        if (given == null) {
            value = standard == null ? globals.value(pair.key()) : reader.word(standard);
        }
        boolean inherited =
                standard == null
                        && (globals.declared().containsKey(pair.key())
                                || (given == null && value != null));
        Arg expanded = new Arg(written.origin(), List.of(new ArgPair(pair.key(), value)));
        listener.step(state, new Step(written, expanded, List.of(), range, inherited));
        tell(written, range, reader);
        state.declare(pair.key());
        if (value != null) {
            state.set(pair.key(), value);
        }
    }

    private void change(Instruction done) {
        switch (done) {
            case Env env -> {
                for (KeyValue pair : env.pairs()) {
                    state.set(pair.key(), pair.value());
                }
            }
            case Shell shell -> state.shell(shell.arguments());
            case Workdir _ -> state.workdir();
            case OnBuild onBuild -> state.triggers.add(onBuild);
            case Add _,
                    Arg _,
                    Cmd _,
                    Copy _,
                    Entrypoint _,
                    Expose _,
                    From _,
                    HealthcheckInstruction _,
                    Label _,
                    Maintainer _,
                    Run _,
                    StopSignal _,
                    User _,
                    Volume _ -> {
                // Words of later steps do not see it.
            }
        }
    }
}
