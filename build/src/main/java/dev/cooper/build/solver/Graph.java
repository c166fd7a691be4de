// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import java.util.List;

/// Vertices in an order in which inputs come first, and the one that is wanted.
public record Graph<R>(List<Vertex<R>> vertices, Vertex<R> target) {
    public Graph {
        vertices = List.copyOf(vertices);
    }
}
