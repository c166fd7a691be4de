// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.output.Output;
import dev.cooper.build.plan.Plan;
import dev.cooper.build.plan.PlanRequest;
import dev.cooper.build.plan.Planner;
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
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;

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
            plan.warnings().forEach(progress::warn);
            check.start();
            if (Linter.decides(
                    dockerfile.directives(), spec.buildArguments().get(Linter.ARGUMENT))) {
                check.finish();
            }
            ImageWriter.Made image;
            Exports exports;
            try (CacheSession cache = CacheSession.open(at.store(), spec.cache(), progress)) {
                progress.beforeRunning(cache::before);
                Solver<Tree> solver = new Solver<>(cache.results(), progress, spec.jobs());
                Map<Vertex<Tree>, Evaluated<Tree>> results = solve(spec, plan, solver, progress);
                check.finish();
                image = new ImageWriter(at.store(), plan.date()).make(plan.image(), results);
                exports = new Exports(at.store(), progress, image, plan.date());
                for (Output each : spec.outputs()) {
                    exports.write(each);
                }
                cache.export(plan, solver.keys());
            }
            return new BuiltImage(
                    image.id(), exports.manifest(), progress.steps(), progress.cachedSteps());
        }
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
        try {
            return Planner.plan(
                    new PlanRequest(
                            dockerfile,
                            spec.target(),
                            spec.buildArguments(),
                            spec.labels(),
                            spec.platform(),
                            spec.cache().use(),
                            spec.cache().except(),
                            spec.network(),
                            date(spec),
                            spec.context(),
                            spec.contexts(),
                            at,
                            bases));
        } catch (DockerfileException e) {
            throw failure(spec, e);
        } catch (InterruptedIOException e) {
            InterruptedException interruption = new InterruptedException(e.getMessage());
            interruption.initCause(e);
            throw interruption;
        }
    }

    private static SourceDate date(BuildSpec spec) throws DockerfileException {
        try {
            return SourceDate.parse(spec.buildArguments().get("SOURCE_DATE_EPOCH"));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(String.valueOf(e.getMessage()), List.of());
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
