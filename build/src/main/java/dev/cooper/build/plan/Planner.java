// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.plan.BaseImages.BaseImage;
import dev.cooper.build.solver.Graph;
import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.ContextOp;
import dev.cooper.build.step.CopyOp;
import dev.cooper.build.step.CopySpec;
import dev.cooper.build.step.GitOp;
import dev.cooper.build.step.ImageOp;
import dev.cooper.build.step.ScratchOp;
import dev.cooper.build.step.Tree;
import dev.cooper.build.tree.Excludes;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import dev.cooper.dockerfile.Suggestions;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans a build: which vertices there are and what the image will say. Used once.
public final class Planner {
    private static final long MOST_HELD = 1_000_000;

    static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final PlanRequest request;
    private final GlobalArguments globals;
    private final StageBases bases;
    private final List<Vertex<Tree>> vertices = new ArrayList<>();
    private final Map<Vertex<Tree>, Instruction> instructions = new HashMap<>();
    private final Map<Integer, StageState> planned = new HashMap<>();
    private final Map<List<Digest>, Vertex<Tree>> images = new HashMap<>();
    private @Nullable Vertex<Tree> context;
    private long held;

    /// Of the stage that is being planned.
    private boolean usesCache;

    private Planner(PlanRequest request) throws DockerfileException {
        this.request = request;
        this.globals = GlobalArguments.of(request);
        this.bases = new StageBases(request, globals);
    }

    /// Plans what the request's target needs, and nothing else.
    ///
    /// @throws DockerfileException for what can't be built as it is written
    public static Plan plan(PlanRequest request) throws IOException, DockerfileException {
        return new Planner(request).plan();
    }

    private Plan plan() throws IOException, DockerfileException {
        List<Stage> stages = request.dockerfile().stages();
        Stage target = target(stages);
        for (Stage stage : new NeededStages(stages, bases).of(target)) {
            planned.put(stage.index(), plan(stage));
        }
        StageState last = stageState(target);
        SortedMap<String, String> labels = new TreeMap<>(last.config.labels());
        labels.putAll(request.labels());
        ImagePlan image =
                new ImagePlan(
                        last.tree,
                        last.config.withLabels(labels),
                        last.author,
                        request.platform(),
                        last.baseCreated,
                        last.history());
        return new Plan(
                new Graph<>(vertices, last.tree),
                image,
                instructions,
                request.date(),
                warnings(stages));
    }

    private List<String> warnings(List<Stage> stages) {
        List<String> warnings = new ArrayList<>(new UnusedArguments(request).warnings());
        for (String each : request.uncached()) {
            if (stages.stream().noneMatch(stage -> isCalled(stage, each))) {
                warnings.add("--no-cache-filter: there is no stage \"" + each + "\"");
            }
        }
        return warnings;
    }

    private Stage target(List<Stage> stages) throws DockerfileException {
        String name = request.target();
        if (name == null) {
            return stages.getLast();
        }
        List<String> names = stages.stream().map(Stage::name).filter(Objects::nonNull).toList();
        return Stages.target(stages, name)
                .orElseThrow(() ->
                        new DockerfileException(
                                "target stage \""
                                        + name
                                        + "\" could not be found"
                                        + Suggestions.nearest(name, names)
                                                .map(n -> " (did you mean " + n + "?)")
                                                .orElse(""),
                                List.of()));
    }

    private StageState plan(Stage stage) throws IOException, DockerfileException {
        usesCache = request.useCache() && !isUncached(stage);
        if (bases.instead(stage) != null) {
            StageState state = start(stage, List.of());
            state.settle();
            return state;
        }
        List<Instruction> triggers = bases.triggers(stage);
        List<Instruction> all = new ArrayList<>(triggers);
        all.addAll(stage.instructions());
        StageState state = start(stage, all);
        InstructionPlanner planner = new InstructionPlanner(this, request, globals, state);
        for (Instruction each : triggers) {
            planner.planTrigger(each);
        }
        for (Instruction each : stage.instructions()) {
            planner.plan(each);
        }
        state.settle();
        hold(state.environment.size() + state.labels.size(), stage.from());
        return state;
    }

    private boolean isUncached(Stage stage) {
        return request.uncached().stream().anyMatch(each -> isCalled(stage, each));
    }

    private static boolean isCalled(Stage stage, String name) {
        return name.equalsIgnoreCase(stage.name()) || name.equals(Integer.toString(stage.index()));
    }

    /// Counts what is held until the build is done; together with the size of the file this bounds
    /// the memory that a plan takes.
    ///
    /// @param things variables or labels
    void hold(int things, Instruction by) throws DockerfileException {
        held += things;
        if (held > MOST_HELD) {
            throw new DockerfileException(
                    "the stages and steps up to here hold more than "
                            + MOST_HELD
                            + " variables and labels in all",
                    List.of(by.range()));
        }
    }

    /// The stage before its first instruction.
    private StageState start(Stage stage, List<Instruction> all)
            throws IOException, DockerfileException {
        Base base = bases.of(stage);
        StepNames names = StepNames.of(label(stage), base instanceof Base.OfImage, all);
        StageState state =
                switch (base) {
                    case Base.Scratch _ -> scratch(stage, names);
                    case Base.OfImage image -> image(stage, names, image.image());
                    case Base.OfFiles files -> files(stage, names, files);
                    case Base.OfStage other ->
                            StageState.over(stage, names, stageState(other.stage()));
                };
        state.config = state.config.withOnBuild(List.of());
        if (!state.hasVariable("PATH")) {
            state.env("PATH", DEFAULT_PATH);
        }
        return state;
    }

    private String label(Stage stage) {
        String name = stage.name();
        if (name != null) {
            return request.dockerfile().stages().size() == 1 ? "" : name;
        }
        return request.dockerfile().stages().size() == 1 ? "" : "stage-" + stage.index();
    }

    private StageState scratch(Stage stage, StepNames names) {
        Vertex<Tree> tree = vertex("FROM scratch", new ScratchOp(), null, List.of(), stage.from());
        ContainerConfig config = ContainerConfig.EMPTY.withWorkingDir("/");
        return new StageState(stage, names, tree, config, null, null);
    }

    /// A stage whose root is what a named context holds.
    private StageState files(Stage stage, StepNames names, Base.OfFiles files) {
        StageState state = scratch(stage, names);
        CopySpec everything =
                new CopySpec(
                        List.of(new CopySpec.Source(0, ".", false)),
                        List.of(),
                        "/",
                        null,
                        null,
                        null,
                        List.of(),
                        Excludes.NONE,
                        false,
                        false);
        state.tree =
                vertex(
                        "[context " + files.name() + "] FROM " + files.name(),
                        new CopyOp(request.at(), everything, request.date()),
                        state.tree,
                        List.of(contextVertex(files.name(), files.context(), stage.from())),
                        stage.from());
        state.inherit(
                new HistoryStep(
                        new History(
                                null, "context " + files.name(), null, StageState.COMMENT, false),
                        state.tree,
                        false));
        return state;
    }

    private Vertex<Tree> contextVertex(String name, NamedContext context, Instruction by) {
        Op<Tree> op =
                switch (context) {
                    case NamedContext.Files files -> new ContextOp(files.files());
                    case NamedContext.Git git -> new GitOp(request.at(), git.ref());
                    case NamedContext.Image _, NamedContext.Loaded _ ->
                            throw new IllegalArgumentException(name + " is an image");
                };
        return vertex("[context " + name + "] load", op, null, List.of(), by);
    }

    private StageState image(Stage stage, StepNames names, BaseImage image) {
        ImageConfig config = image.config();
        Vertex<Tree> tree =
                imageVertex(names.next("FROM " + image.name()), config.diffIds(), stage.from());
        StageState state =
                new StageState(
                        stage, names, tree, config.config(), config.author(), config.created());
        for (History entry : config.history()) {
            state.inherit(new HistoryStep(entry, null, true));
        }
        return state;
    }

    /// The plan of a stage that comes before the one being planned.
    StageState stageState(Stage stage) {
        StageState state = planned.get(stage.index());
        if (state == null) {
            throw new IllegalStateException("stage " + stage.index() + " is not planned yet");
        }
        return state;
    }

    /// A new vertex; its inputs are there already.
    Vertex<Tree> vertex(
            String name,
            Op<Tree> op,
            @Nullable Vertex<Tree> root,
            List<Vertex<Tree>> sources,
            Instruction by) {
        Vertex<Tree> vertex = new Vertex<>(name, op, root, sources, usesCache);
        vertices.add(vertex);
        instructions.put(vertex, by);
        return vertex;
    }

    /// The files of an image; one vertex however many instructions name it.
    private Vertex<Tree> imageVertex(String name, List<Digest> diffIds, Instruction by) {
        Vertex<Tree> there = images.get(diffIds);
        if (there == null) {
            there = vertex(name, new ImageOp(request.at(), diffIds), null, List.of(), by);
            images.put(diffIds, there);
        }
        return there;
    }

    /// The files of the image that an instruction names.
    Vertex<Tree> image(String name, Stage stage, Instruction by)
            throws IOException, DockerfileException {
        NamedContext named = NamedContext.find(request.contexts(), name);
        BaseImage image;
        switch (named) {
            case null -> image = bases.image(name, stage, by);
            case NamedContext.Image other -> image = bases.image(other.reference(), stage, by);
            case NamedContext.Loaded loaded ->
                    image = new BaseImage(loaded.name(), loaded.config());
            case NamedContext.Files _, NamedContext.Git _ -> {
                return contextVertex(name, named, by);
            }
        }
        return imageVertex("FROM " + image.name(), image.config().diffIds(), by);
    }

    /// The build context; only a build that reads it has it.
    Vertex<Tree> context(Instruction by) {
        Vertex<Tree> there = context;
        if (there == null) {
            there =
                    vertex(
                            "[internal] load build context",
                            new ContextOp(request.context()),
                            null,
                            List.of(),
                            by);
            context = there;
        }
        return there;
    }
}
