// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.Tree;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Platform;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configuration of an image whose layers aren't made yet.
///
/// @param tree yields the image's files
/// @param baseCreated when the base image was made; null for none, or one that doesn't say
/// @param history oldest first
public record ImagePlan(
        Vertex<Tree> tree,
        ContainerConfig config,
        @Nullable String author,
        Platform platform,
        @Nullable Instant baseCreated,
        List<HistoryStep> history) {
    public ImagePlan {
        history = List.copyOf(history);
    }
}
