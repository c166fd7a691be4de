// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

import dev.cooper.build.output.Output;
import dev.cooper.build.plan.NamedContext;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Platform;
import dev.cooper.sandbox.SandboxNetwork;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to build.
///
/// @param dockerfile its text; bytes that are not UTF-8 are the lone surrogates U+DC80 to U+DCFF
/// @param dockerfileName what messages call it
/// @param context open as long as the build runs; the caller's to close
/// @param contexts what stands in the place of stages and images, by name; files open as long as
///   the build runs, the caller's to close
/// @param target the stage wanted; null for the last
/// @param buildArguments a null value gives the argument none
/// @param outputs what becomes of the result, one after the other
/// @param pull whether registries are asked for images that are in the store, too
/// @param jobs how many steps run at a time, at least 1
public record BuildSpec(
        String dockerfile,
        String dockerfileName,
        SourceTree context,
        Map<String, NamedContext> contexts,
        @Nullable String target,
        Map<String, @Nullable String> buildArguments,
        Map<String, String> labels,
        List<Output> outputs,
        Platform platform,
        CacheSpec cache,
        boolean pull,
        SandboxNetwork network,
        int jobs) {}
