// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Signals;
import dev.cooper.cli.console.Terminal;
import dev.cooper.engine.Containers;
import dev.cooper.engine.Images;
import dev.cooper.engine.Isolation;
import dev.cooper.engine.Registries;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a verb works with: the streams, the environment, and the store, opened when first asked
/// for. Used by one thread.
public final class Session implements AutoCloseable {
    private final String program;
    private final InputStream in;
    private final Output out;
    private final Output err;
    private final Terminal terminal;
    private final Signals signals;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Function<GlobalOptions, Engine> opener;
    private GlobalOptions globals = GlobalOptions.NONE;
    private @Nullable Engine engine;

    /// @param program the name that this was called by: `cooper` or `docker`
    public Session(
            String program,
            InputStream in,
            Output out,
            Output err,
            Terminal terminal,
            Signals signals,
            Map<String, String> environment,
            InstantSource clock,
            Function<GlobalOptions, Engine> opener) {
        this.program = program;
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.signals = signals;
        this.environment = environment;
        this.clock = clock;
        this.opener = opener;
    }

    String program() {
        return program;
    }

    InputStream in() {
        return in;
    }

    Output out() {
        return out;
    }

    Output err() {
        return err;
    }

    Terminal terminal() {
        return terminal;
    }

    Signals signals() {
        return signals;
    }

    Map<String, String> environment() {
        return environment;
    }

    InstantSource clock() {
        return clock;
    }

    GlobalOptions globals() {
        return globals;
    }

    void globals(GlobalOptions given) {
        globals = given;
    }

    Isolation isolation() throws CommandFailure {
        return globals.isolation(environment);
    }

    Engine engine() {
        Engine open = engine;
        if (open == null) {
            open = opener.apply(globals);
            engine = open;
        }
        return open;
    }

    Images images() {
        return engine().images();
    }

    Registries registries() {
        return engine().registries();
    }

    Containers containers() {
        return engine().containers();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
