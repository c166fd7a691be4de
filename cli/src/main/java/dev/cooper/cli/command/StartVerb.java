// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.CooperException;
import java.util.List;

/// `start -a`: there is no other start, as nobody would be left to look after the container.
final class StartVerb implements Verb {
    private final Option.Switch attach;
    private final Option.Switch interactive;

    StartVerb(Options options) {
        attach = options.toggle("-a, --attach", "Attach STDOUT/STDERR and forward signals");
        interactive = options.toggle("-i, --interactive", "Attach container's STDIN");
        options.hiddenToggle("--sig-proxy");
    }

    @Override
    public Description description() {
        return new Description(
                "start",
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Start one stopped container and wait for its end",
                List.of("container start", "start"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        if (arguments.size() > 1) {
            throw new CommandFailure("you cannot start and attach multiple containers at once");
        }
        String name = arguments.getFirst();
        if (!attach.isOn() && !interactive.isOn()) {
            throw new CommandFailure(
                    session.program()
                            + " start works attached only, as there is no daemon to leave a container to: "
                            + session.program()
                            + " start -a "
                            + name);
        }
        // By its id, for that is what signals are forwarded by.
        String id = session.containers().find(name).id();
        try {
            return Attached.start(session, id, interactive.isOn());
        } catch (CooperException.StartFailed e) {
            report(session, e);
            throw new CommandFailure("Error: failed to start containers: " + name);
        }
    }
}
