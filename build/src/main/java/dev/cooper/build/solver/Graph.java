// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import java.util.List;

/// Vertices in an order in which inputs come first, and those that are wanted: at least one.
public record Graph<R>(List<Vertex<R>> vertices, List<Vertex<R>> targets) {
    public Graph {
        vertices = List.copyOf(vertices);
        targets = List.copyOf(targets);
    }

    public Graph(List<Vertex<R>> vertices, Vertex<R> target) {
        this(vertices, List.of(target));
    }

    /// The first one that is wanted.
    public Vertex<R> target() {
        return targets.getFirst();
    }
}
