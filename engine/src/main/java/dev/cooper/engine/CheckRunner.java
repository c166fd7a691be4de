// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.BuildChecker;
import dev.cooper.build.CheckSpec;
import dev.cooper.oci.Platform;
import dev.cooper.store.Store;
import java.io.IOException;

/// Looks at the Dockerfile of a request without building anything. Of contexts, what it takes to
/// find the Dockerfile and its `.dockerignore` is read.
final class CheckRunner {
    private final Store store;
    private final BuildChecker checker;

    CheckRunner(Store store) {
        this.store = store;
        this.checker = new BuildChecker(store.images());
    }

    CheckReport check(BuildRequest request) throws IOException, InterruptedException {
        return BuildFiles.with(
                store,
                request,
                files ->
                        CheckResults.report(
                                checker.check(spec(request, files)), files.path(request)));
    }

    BuildOutline outline(BuildRequest request) throws IOException, InterruptedException {
        return BuildFiles.with(
                store,
                request,
                files -> CheckResults.outline(checker.outline(spec(request, files))));
    }

    BuildTargets targets(BuildRequest request) throws IOException, InterruptedException {
        return BuildFiles.with(
                store,
                request,
                files -> CheckResults.targets(checker.targets(spec(request, files))));
    }

    private static CheckSpec spec(BuildRequest request, BuildFiles files) {
        return new CheckSpec(
                files.context().dockerfile(),
                files.context().dockerfileName(),
                files.context().files(),
                files.named(),
                request.target().orElse(null),
                request.buildArguments(),
                request.platform().orElse(Platform.host()));
    }
}
