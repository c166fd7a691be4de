// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import dev.cooper.dockerfile.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Goes through a file. One pass over the stages that count, in the order of the file.
public final class Walker {
    private final Dockerfile file;
    private final WalkRequest request;
    private final WalkListener listener;
    private final Expander expander;
    private final GlobalArgs globals;
    private final Bases bases;
    private final Map<Integer, StageState> states = new HashMap<>();

    private Walker(
            Dockerfile file, WalkRequest request, WalkListener listener, GlobalArgs globals) {
        this.file = file;
        this.request = request;
        this.listener = listener;
        this.expander = new Expander(file.directives().escape());
        this.globals = globals;
        this.bases = new Bases(file, request, globals, listener);
    }

    /// Goes through a file.
    ///
    /// @return the target's state after its last step
    /// @throws DockerfileException if a build would fail before it runs anything; the listener was
    ///   told of all that comes before
    public static StageState walk(Dockerfile file, WalkRequest request, WalkListener listener)
            throws DockerfileException {
        return new Walker(file, request, listener, GlobalArgs.of(file, request)).walk();
    }

    private StageState walk() throws DockerfileException {
        bases.expandAll();
        Stage target = target();
        List<Stage> needed =
                request.everyStage() ? file.stages() : new Needed(file.stages(), bases).of(target);
        for (Stage stage : needed) {
            bases.tell(stage);
        }
        for (Stage stage : needed) {
            states.put(stage.index(), stage(stage));
        }
        return state(target);
    }

    private StageState state(Stage stage) {
        return Objects.requireNonNull(states.get(stage.index()), "needed stages come in order");
    }

    private Stage target() throws DockerfileException {
        String name = request.target();
        if (name == null) {
            return file.stages().getLast();
        }
        List<String> names =
                file.stages().stream().map(Stage::name).filter(Objects::nonNull).toList();
        return Stages.target(file.stages(), name)
                .orElseThrow(() ->
                        new DockerfileException(
                                "target stage \""
                                        + name
                                        + "\" could not be found"
                                        + Suggestions.nearest(name, names)
                                                .map(near -> " (did you mean " + near + "?)")
                                                .orElse(""),
                                List.of()));
    }

    private StageState stage(Stage stage) throws DockerfileException {
        StageState state =
                switch (bases.of(stage)) {
                    case Base.Nothing _ -> StageState.onNothing(stage);
                    case Base.Unknown _, Base.Replaced _ -> StageState.onUnknown(stage);
                    case Base.Image image -> StageState.onImage(stage, image.facts());
                    case Base.OfStage base -> StageState.onStage(stage, state(base.stage()));
                };
        StageSteps steps = new StageSteps(request, globals, expander, state, listener);
        Sources sources = new Sources(file.stages(), stage);
        SourceRange from = stage.from().range();
        for (Instruction each : triggers(stage)) {
            take(each, from, state, sources, steps);
        }
        if (bases.of(stage) instanceof Base.Replaced) {
            return state;
        }
        for (Instruction each : stage.instructions()) {
            take(each, each.range(), state, sources, steps);
        }
        return state;
    }

    private void take(
            Instruction instruction,
            SourceRange range,
            StageState state,
            Sources sources,
            StageSteps steps)
            throws DockerfileException {
        sources.check(instruction, range);
        for (Stage each : sources.of(instruction)) {
            state.sources.add(state(each));
        }
        steps.take(instruction, range);
    }

    private List<Instruction> triggers(Stage stage) throws DockerfileException {
        return switch (bases.of(stage)) {
            case Base.Nothing _, Base.Unknown _, Base.Replaced _ -> List.of();
            case Base.Image image -> bases.triggers(stage, image.facts());
            case Base.OfStage base -> {
                List<Instruction> triggers = new ArrayList<>();
                for (OnBuild each : state(base.stage()).triggers) {
                    triggers.add(each.trigger());
                }
                yield triggers;
            }
        };
    }
}
