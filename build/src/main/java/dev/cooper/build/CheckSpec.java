// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.context.IgnoreFilter;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.oci.Platform;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to check or outline.
///
/// @param dockerfile its text; bytes that are not UTF-8 are the lone surrogates U+DC80 to U+DCFF
/// @param dockerfileName what reports call it
/// @param context only its `.dockerignore` counts, no file of it is read
/// @param contexts what stands in the place of stages and images, by name; no file of it is read
/// @param target the stage wanted; null for the last
/// @param buildArguments a null value gives the argument none
public record CheckSpec(
        String dockerfile,
        String dockerfileName,
        SourceTree context,
        Map<String, NamedContext> contexts,
        @Nullable String target,
        Map<String, @Nullable String> buildArguments,
        Platform platform) {
    /// What the checks of a build look at.
    static CheckSpec of(BuildSpec spec) {
        return new CheckSpec(
                spec.dockerfile(),
                spec.dockerfileName(),
                spec.context(),
                spec.contexts(),
                spec.target(),
                spec.buildArguments(),
                spec.platform());
    }

    @Nullable IgnoreFile ignore() {
        return context.filter() instanceof IgnoreFilter filter ? filter.ignore() : null;
    }
}
