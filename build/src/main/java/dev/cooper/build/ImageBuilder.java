// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.context.IgnoreFilter;
import dev.cooper.build.output.Output;
import dev.cooper.build.output.Transfer;
import dev.cooper.build.plan.ImagePlan;
import dev.cooper.build.plan.Plan;
import dev.cooper.build.plan.PlanRequest;
import dev.cooper.build.plan.Planner;
import dev.cooper.build.plan.SharedSteps;
import dev.cooper.build.plan.SourceDateArgument;
import dev.cooper.build.solver.Evaluated;
import dev.cooper.build.solver.SolveException;
import dev.cooper.build.solver.Solver;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Tree;
import dev.cooper.build.step.Workplace;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Excerpt;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.lint.Linter;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds images. For any number of threads, each with builds of its own.
public final class ImageBuilder {
    private final Workplace at;

    public ImageBuilder(Workplace at) {
        this.at = at;
    }

    /// Builds, and tags the image last of all. A build that fails, or is interrupted, leaves the
    /// store as it was, but for the results of steps that did end.
    ///
    /// @throws BuildException for what the Dockerfile's author can mend
    /// @throws IOException for what the machine is to blame for
    public BuiltImage build(BuildSpec spec, BuildListener listener)
            throws BuildException, IOException, InterruptedException {
        Progress progress = new Progress(listener);
        StoreBases bases = new StoreBases(at.store().images(), progress, at.remote(), spec.pull());
        try (LockFile _ = at.store().lease();
                FileCheck check = new FileCheck(spec, bases, progress)) {
            Dockerfile dockerfile = parse(spec);
            Plan plan = plan(spec, dockerfile, bases);
            tellOfIgnoreFile(spec, progress);
            plan.warnings().forEach(progress::warn);
            check.start();
            if (Linter.decides(
                    dockerfile.directives(), spec.buildArguments().get(Linter.ARGUMENT))) {
                check.finish();
            }
            Digest image;
            Exports exports;
            try (CacheSession cache = CacheSession.open(at, spec.cache(), progress)) {
                progress.beforeRunning(cache::before);
                Solver<Tree> solver = new Solver<>(cache.results(), progress, spec.jobs());
                Map<Vertex<Tree>, Evaluated<Tree>> results;
                try {
                    results = solve(spec, plan, solver, progress);
                } catch (BuildException e) {
                    cache.exportAfterFailure(plan, solver.keys());
                    throw e;
                }
                check.finish();
                ImageWriter writer = new ImageWriter(at.store(), plan.date());
                exports =
                        new Exports(
                                at,
                                progress,
                                read -> {
                                    List<ImageWriter.Made> images = new ArrayList<>();
                                    for (ImagePlan each : plan.images()) {
                                        images.add(
                                                writer.make(
                                                        each,
                                                        results,
                                                        read,
                                                        config ->
                                                                cache.config(
                                                                        config,
                                                                        each.tree(),
                                                                        solver.keys())));
                                    }
                                    return images;
                                },
                                plan.date());
                for (Output each : spec.outputs()) {
                    exports.write(each);
                }
                image = exports.image();
                cache.export(plan, solver.keys());
            }
            return new BuiltImage(
                    image, exports.manifest(), progress.steps(), progress.cachedSteps());
        }
    }

    /// It came with the context; here is where people look for it.
    private static void tellOfIgnoreFile(BuildSpec spec, Progress progress) {
        int step = progress.begin("[internal] load .dockerignore");
        Transfer transfer =
                new Transfer("transferring context:", text -> progress.tell(step, text));
        transfer.add(spec.context().filter() instanceof IgnoreFilter each ? each.bytes() : 0);
        transfer.end();
        progress.end(step, Duration.ZERO);
    }

    private static Dockerfile parse(BuildSpec spec) throws BuildException {
        try {
            return Dockerfile.parse(spec.dockerfile());
        } catch (DockerfileException e) {
            throw failure(spec, e);
        }
    }

    private Plan plan(BuildSpec spec, Dockerfile dockerfile, StoreBases bases)
            throws BuildException, IOException, InterruptedException {
        SharedSteps shared = spec.platforms().size() == 1 ? null : new SharedSteps();
        List<Plan> plans = new ArrayList<>();
        for (Platform each : spec.platforms()) {
            plans.add(plan(spec, dockerfile, bases, each, shared));
        }
        return Plan.merge(plans);
    }

    private Plan plan(
            BuildSpec spec,
            Dockerfile dockerfile,
            StoreBases bases,
            Platform platform,
            @Nullable SharedSteps shared)
            throws BuildException, IOException, InterruptedException {
        try {
            PlanRequest request =
                    new PlanRequest(
                            dockerfile,
                            spec.target(),
                            spec.buildArguments(),
                            spec.labels(),
                            platform,
                            spec.cache().use(),
                            spec.cache().except(),
                            spec.network(),
                            SourceDate.NONE,
                            spec.context(),
                            spec.contexts(),
                            at,
                            bases,
                            shared);
            return Planner.plan(SourceDateArgument.resolve(request, spec.contextDate()));
        } catch (DockerfileException e) {
            throw failure(spec, e);
        } catch (InterruptedIOException e) {
            InterruptedException interruption = new InterruptedException(e.getMessage());
            interruption.initCause(e);
            throw interruption;
        }
    }

    private static BuildException failure(BuildSpec spec, DockerfileException e) {
        String hint = e.hint();
        return new BuildException(
                e.getMessage() + (hint == null ? "" : " (" + hint + ")"),
                Excerpt.lines(spec.dockerfile(), spec.dockerfileName(), e.ranges()),
                List.of(),
                e);
    }

    private static Map<Vertex<Tree>, Evaluated<Tree>> solve(
            BuildSpec spec, Plan plan, Solver<Tree> solver, Progress progress)
            throws BuildException, IOException, InterruptedException {
        try {
            return solver.solve(plan.graph());
        } catch (SolveException e) {
            @SuppressWarnings("unchecked")
            Vertex<Tree> vertex = (Vertex<Tree>) e.vertex();
            throw failure(spec, plan, vertex, e, progress);
        } finally {
            progress.settle();
        }
    }

    private static BuildException failure(
            BuildSpec spec, Plan plan, Vertex<Tree> vertex, SolveException e, Progress progress) {
        Throwable cause = e.getCause();
        boolean authors =
                cause instanceof StepException
                        || (cause != null && cause.getCause() instanceof StepException);
        if (!authors && cause instanceof RuntimeException broken) {
            throw broken;
        }
        if (cause instanceof Error broken) {
            throw broken;
        }
        Instruction instruction = plan.instructions().get(vertex);
        List<SourceRange> ranges = instruction == null ? List.of() : List.of(instruction.range());
        return new BuildException(
                String.valueOf(e.getMessage()),
                Excerpt.lines(spec.dockerfile(), spec.dockerfileName(), ranges),
                progress.tail(vertex),
                e);
    }
}
