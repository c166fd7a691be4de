// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.Plan;
import dev.cooper.build.plan.PlanRequest;
import dev.cooper.build.plan.Planner;
import dev.cooper.build.solver.Evaluated;
import dev.cooper.build.solver.SolveException;
import dev.cooper.build.solver.Solver;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.StoreResults;
import dev.cooper.build.step.Tree;
import dev.cooper.build.step.Workplace;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Excerpt;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.oci.Digest;
import dev.cooper.posix.LockFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
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
        try (LockFile _ = at.store().lease()) {
            Plan plan = plan(spec, progress);
            Map<Vertex<Tree>, Evaluated<Tree>> results = solve(spec, plan, progress);
            Digest id = export(spec, plan, results, progress);
            return new BuiltImage(id, progress.steps(), progress.cachedSteps());
        }
    }

    private Plan plan(BuildSpec spec, Progress progress)
            throws BuildException, IOException, InterruptedException {
        try {
            Dockerfile dockerfile = parse(spec, progress);
            PlanRequest request =
                    new PlanRequest(
                            dockerfile,
                            spec.target(),
                            spec.buildArguments(),
                            spec.labels(),
                            spec.platform(),
                            spec.useCache(),
                            spec.network(),
                            date(spec),
                            spec.context(),
                            spec.contexts(),
                            at,
                            new StoreBases(
                                    at.store().images(), progress, at.remote(), spec.pull()));
            Plan plan = Planner.plan(request);
            plan.warnings().forEach(progress::warn);
            return plan;
        } catch (DockerfileException e) {
            throw failure(spec, e);
        } catch (InterruptedIOException e) {
            InterruptedException interruption = new InterruptedException(e.getMessage());
            interruption.initCause(e);
            throw interruption;
        }
    }

    private static Dockerfile parse(BuildSpec spec, Progress progress) throws DockerfileException {
        Instant begun = Instant.now();
        int step = progress.begin("[internal] load build definition from " + spec.dockerfileName());
        progress.tell(step, "transferring dockerfile: " + spec.dockerfile().length() + "B done");
        try {
            return Dockerfile.parse(spec.dockerfile());
        } finally {
            progress.end(step, Duration.between(begun, Instant.now()));
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

    private Map<Vertex<Tree>, Evaluated<Tree>> solve(BuildSpec spec, Plan plan, Progress progress)
            throws BuildException, IOException, InterruptedException {
        StoreResults cache = new StoreResults(at.store());
        try {
            return new Solver<>(cache, progress, spec.jobs()).solve(plan.graph());
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

    private Digest export(
            BuildSpec spec,
            Plan plan,
            Map<Vertex<Tree>, Evaluated<Tree>> results,
            Progress progress)
            throws IOException, InterruptedException {
        Instant begun = Instant.now();
        int step = progress.begin("exporting to image");
        Digest id = new ImageWriter(at.store(), plan.date()).write(plan.image(), results);
        progress.tell(step, "exporting layers done");
        progress.tell(step, "writing image " + id + " done");
        at.store().sync();
        for (var tag : spec.tags()) {
            at.store().images().tag(tag, id);
            progress.tell(step, "naming to " + tag + " done");
        }
        progress.end(step, Duration.between(begun, Instant.now()));
        return id;
    }
}
