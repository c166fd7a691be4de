// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.Tree;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The steps that the plans of one build for several platforms have in common, such as those of a
/// stage that compiles on the machine that builds: planned twice, they are one vertex, and run
/// once. Used by one thread.
public final class SharedSteps {
    /// Of one build; nothing is known yet.
    public SharedSteps() {}

    private record Same(
            Digest definition,
            @Nullable Vertex<Tree> root,
            List<Vertex<Tree>> sources,
            boolean useCache) {}

    private final Map<Same, Vertex<Tree>> vertices = new HashMap<>();
    private final Map<SourceTree, Vertex<Tree>> contexts = new HashMap<>();

    Vertex<Tree> vertex(
            String name,
            Op<Tree> op,
            @Nullable Vertex<Tree> root,
            List<Vertex<Tree>> sources,
            boolean useCache) {
        Digest definition = op.definition();
        if (definition == null) {
            return new Vertex<>(name, op, root, sources, useCache);
        }
        return vertices.computeIfAbsent(
                new Same(definition, root, List.copyOf(sources), useCache),
                _ -> new Vertex<>(name, op, root, sources, useCache));
    }

    /// The vertex of a build context.
    Vertex<Tree> context(String name, SourceTree files, Op<Tree> op) {
        return contexts.computeIfAbsent(files, _ -> new Vertex<>(name, op, null, List.of(), true));
    }
}
