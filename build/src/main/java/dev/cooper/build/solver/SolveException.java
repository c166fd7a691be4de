// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

/// The first failure of a solve, with the vertex that failed; the cause tells how.
public final class SolveException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Vertex<?> vertex;

    SolveException(Vertex<?> vertex, Throwable cause) {
        super(cause.getMessage(), cause);
        this.vertex = vertex;
    }

    public Vertex<?> vertex() {
        return vertex;
    }
}
