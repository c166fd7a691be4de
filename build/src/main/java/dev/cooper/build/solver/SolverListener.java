// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

import java.io.IOException;
import java.time.Duration;

/// Is told what becomes of each vertex: `started`, then one of the others. Called from many
/// threads.
public interface SolverListener<R> {
    /// The step is looked at; it may turn out to be cached.
    void started(Vertex<R> vertex);

    void cached(Vertex<R> vertex);

    /// Its result isn't known, so it will run.
    default void missed(Vertex<R> vertex, Missed missed) throws IOException, InterruptedException {}

    void done(Vertex<R> vertex, Duration took);

    void failed(Vertex<R> vertex, Throwable cause, Duration took);

    /// It was stopped, or not begun, because something else failed.
    void canceled(Vertex<R> vertex);

    void log(Vertex<R> vertex, boolean standardError, byte[] line, Duration sinceStart);

    void status(Vertex<R> vertex, String text);
}
