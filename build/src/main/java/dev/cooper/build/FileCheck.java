// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.dockerfile.lint.LintFailure;
import dev.cooper.dockerfile.lint.LintReport;
import dev.cooper.dockerfile.lint.LintText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// The step of a build that loads the Dockerfile, and with it the checks. They run beside what the
/// build does meanwhile, which they must not delay; so the step ends when they have. Used by one
/// thread.
final class FileCheck implements AutoCloseable {
    private final BuildSpec spec;
    private final StoreBases images;
    private final Progress progress;
    private final Instant begun = Instant.now();
    private final int step;
    private @Nullable FutureTask<LintReport> checks;

    /// Begins the step.
    FileCheck(BuildSpec spec, StoreBases images, Progress progress) {
        this.spec = spec;
        this.images = images;
        this.progress = progress;
        this.step =
                progress.begin("[internal] load build definition from " + spec.dockerfileName());
        progress.tell(step, "transferring dockerfile: " + spec.dockerfile().length() + "B done");
    }

    /// Begins the checks. What the build has found out about images until now is what they know.
    void start() {
        Thread.ofPlatform().daemon().name("check").start(task());
    }

    private FutureTask<LintReport> task() {
        BuildChecker checker = new BuildChecker(images.known());
        FutureTask<LintReport> task = new FutureTask<>(() -> run(checker));
        checks = task;
        return task;
    }

    private LintReport run(BuildChecker checker) throws IOException {
        try {
            LintReport report = checker.checkNeeded(CheckSpec.of(spec));
            progress.checked(step, report);
            return report;
        } finally {
            progress.end(step, Duration.between(begun, Instant.now()));
        }
    }

    /// Waits for what was begun.
    ///
    /// @throws BuildException if the file must not be built
    void finish() throws BuildException, IOException, InterruptedException {
        LintReport report;
        try {
            report = Objects.requireNonNull(checks, "begun before").get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException("the checks broke down", e.getCause());
        }
        LintFailure failure = report.failure();
        if (failure != null) {
            throw new BuildException(
                    failure.message(),
                    LintText.excerpt(report, spec.dockerfileName(), failure.ranges()),
                    List.of(),
                    null);
        }
    }

    /// Waits for the checks, so that nothing is told once the build has ended. A file that could
    /// not even be planned is checked as well: what is wrong before the mistake is worth knowing.
    @Override
    public void close() {
        FutureTask<LintReport> running = checks;
        if (running == null) {
            // Whatever becomes of it, the build has failed already.
            task().run();
            return;
        }
        boolean interrupted = false;
        while (!running.isDone()) {
            try {
                running.get();
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
