// SPDX-License-Identifier: Apache-2.0
package dev.cooper.bench;

import dev.cooper.build.solver.SolverListener;
import dev.cooper.build.solver.Vertex;
import java.time.Duration;

/// Hears of everything and does nothing.
final class Deaf implements SolverListener<String> {
    @Override
    public void started(Vertex<String> vertex) {}

    @Override
    public void cached(Vertex<String> vertex) {}

    @Override
    public void done(Vertex<String> vertex, Duration took) {}

    @Override
    public void failed(Vertex<String> vertex, Throwable cause, Duration took) {}

    @Override
    public void canceled(Vertex<String> vertex) {}

    @Override
    public void log(Vertex<String> vertex, boolean error, byte[] line, Duration sinceStart) {}

    @Override
    public void status(Vertex<String> vertex, String text) {}
}
