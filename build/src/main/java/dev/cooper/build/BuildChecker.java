// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.plan.BaseImages;
import dev.cooper.build.step.RemoteImages;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Excerpt;
import dev.cooper.dockerfile.lint.LintReport;
import dev.cooper.dockerfile.lint.LintRequest;
import dev.cooper.dockerfile.lint.Linter;
import dev.cooper.dockerfile.outline.Outline;
import dev.cooper.dockerfile.outline.Targets;
import dev.cooper.dockerfile.walk.WalkRequest;
import dev.cooper.store.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/// Checks and outlines Dockerfiles against the images at hand, without building. For any number of
/// threads.
public final class BuildChecker {
    private final Supplier<BaseImages> images;

    /// Checks with the images of a store.
    public BuildChecker(Images images) {
        this.images =
                () ->
                        new StoreBases(
                                images, new Progress(BuildListener.NONE), RemoteImages.NONE, false);
    }

    BuildChecker(BaseImages images) {
        this.images = () -> images;
    }

    /// What `build --check` says: of every stage, or, where there is a target, of the stages that
    /// it needs.
    ///
    /// @throws IOException if the store cannot be read
    public LintReport check(CheckSpec spec) throws IOException {
        return check(spec, spec.target() == null);
    }

    /// What a build says beside its result: only of the stages that it needs. A build whose report
    /// has a failure must fail with it.
    ///
    /// @throws IOException if the store cannot be read
    public LintReport checkNeeded(CheckSpec spec) throws IOException {
        return check(spec, false);
    }

    private LintReport check(CheckSpec spec, boolean everyStage) throws IOException {
        LintRequest request =
                new LintRequest(
                        spec.dockerfileName(),
                        spec.dockerfile(),
                        walk(spec, everyStage),
                        spec.ignore());
        try {
            return Linter.check(request);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private WalkRequest walk(CheckSpec spec, boolean everyStage) {
        return new WalkRequest(
                spec.target(),
                everyStage,
                spec.buildArguments(),
                new ImageFacts(images.get(), spec.platform(), spec.contexts()));
    }

    /// What `build --call=outline` says.
    ///
    /// @throws BuildException if the file cannot be built
    /// @throws IOException if the store cannot be read
    public Outline outline(CheckSpec spec) throws BuildException, IOException {
        try {
            return Outline.of(Dockerfile.parse(spec.dockerfile()), walk(spec, false));
        } catch (DockerfileException e) {
            throw failure(spec, e);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// What `build --call=targets` says.
    ///
    /// @throws BuildException if the file cannot be understood
    public Targets targets(CheckSpec spec) throws BuildException {
        try {
            return Targets.of(Dockerfile.parse(spec.dockerfile()));
        } catch (DockerfileException e) {
            throw failure(spec, e);
        }
    }

    private static BuildException failure(CheckSpec spec, DockerfileException e) {
        String hint = e.hint();
        return new BuildException(
                e.getMessage() + (hint == null ? "" : " (" + hint + ")"),
                Excerpt.lines(spec.dockerfile(), spec.dockerfileName(), e.ranges()),
                List.of(),
                e);
    }
}
