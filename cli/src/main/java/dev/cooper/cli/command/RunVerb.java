// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.CooperException;
import java.util.List;

/// `run`: a container from its making to its program's end, whose exit code it has.
final class RunVerb implements Verb {
    private final ContainerOptions container;

    RunVerb(Options options) {
        container = new ContainerOptions(options);
    }

    @Override
    public Description description() {
        return new Description(
                "run",
                "[OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Create and run a new container from an image",
                List.of("container run", "run"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        ContainerSpec spec = container.spec(session, arguments);
        String id = container.create(session, spec).id();
        return Attached.start(session, id, container.isInteractive());
    }

    @Override
    public int report(Session session, CooperException e) {
        ContainerFailures.say(session, Errors.fromDaemon(e));
        return e instanceof CooperException.StartFailed failed
                ? failed.exitCode()
                : ContainerFailures.FAILED;
    }

    @Override
    public int failed(Session session, CommandFailure e) {
        ContainerFailures.say(session, e.message());
        return ContainerFailures.FAILED;
    }
}
