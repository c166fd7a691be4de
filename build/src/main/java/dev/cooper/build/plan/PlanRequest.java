// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.Workplace;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.Platform;
import dev.cooper.sandbox.SandboxNetwork;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be planned.
///
/// @param target the stage wanted; null for the last
/// @param buildArguments values of arguments; a null value gives the argument none
/// @param labels put on the image last of all
/// @param platform of the image
/// @param useCache false makes every step run
/// @param uncached stages whose every step runs, by name (in any case) or number
/// @param network of each `RUN` that doesn't ask for another
/// @param date that no file of the image's own layers is later than
/// @param context the files that `COPY` and `ADD` name
/// @param contexts what stands in the place of stages and images, by name
/// @param shared what this plan has in common with those for other platforms; null for a build for
///   one
public record PlanRequest(
        Dockerfile dockerfile,
        @Nullable String target,
        Map<String, @Nullable String> buildArguments,
        Map<String, String> labels,
        Platform platform,
        boolean useCache,
        Set<String> uncached,
        SandboxNetwork network,
        SourceDate date,
        SourceTree context,
        Map<String, NamedContext> contexts,
        Workplace at,
        BaseImages images,
        @Nullable SharedSteps shared) {

    PlanRequest withDate(SourceDate latest, Map<String, @Nullable String> arguments) {
        return new PlanRequest(
                dockerfile,
                target,
                arguments,
                labels,
                platform,
                useCache,
                uncached,
                network,
                latest,
                context,
                contexts,
                at,
                images,
                shared);
    }

    PlanRequest without(String argument) {
        Map<String, @Nullable String> arguments = new HashMap<>(buildArguments);
        arguments.remove(argument);
        return withDate(date, arguments);
    }
}
