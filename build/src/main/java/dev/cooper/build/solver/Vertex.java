// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step of the graph. Compared by identity; immutable.
///
/// @param <R> what vertices yield
public final class Vertex<R> {
    private final String name;
    private final Op<R> op;
    private final @Nullable Vertex<R> root;
    private final List<Vertex<R>> sources;
    private final boolean useCache;

    /// @param name for people, `[build 2/4] RUN make`
    /// @param useCache false makes the step run even if its result is known
    public Vertex(
            String name,
            Op<R> op,
            @Nullable Vertex<R> root,
            List<Vertex<R>> sources,
            boolean useCache) {
        this.name = name;
        this.op = op;
        this.root = root;
        this.sources = List.copyOf(sources);
        this.useCache = useCache;
    }

    public String name() {
        return name;
    }

    public Op<R> op() {
        return op;
    }

    public @Nullable Vertex<R> root() {
        return root;
    }

    public List<Vertex<R>> sources() {
        return sources;
    }

    public boolean useCache() {
        return useCache;
    }

    @Override
    public String toString() {
        return name;
    }
}
