// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerView;
import java.util.List;

/// `kill`: see [StopVerb].
final class KillVerb implements Verb {
    KillVerb(Options options) {
        options.text("-s, --signal", "string", "Signal to send to the container");
    }

    @Override
    public Description description() {
        return new Description(
                "kill",
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Kill one or more running containers",
                List.of("container kill", "kill"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        for (String name : arguments) {
            ContainerView container = session.containers().find(name);
            if (container.status() == ContainerView.Status.RUNNING) {
                throw runsElsewhere(session, name);
            }
            throw new CommandFailure(
                    "Error response from daemon: cannot kill container: "
                            + name
                            + ": container "
                            + container.id()
                            + " is not running");
        }
        return 0;
    }

    static CommandFailure runsElsewhere(Session session, String name) {
        return new CommandFailure(
                "Error response from daemon: container "
                        + name
                        + " is run by another "
                        + session.program()
                        + ", and only that one can send it a signal: interrupt it, or kill and remove the container with "
                        + session.program()
                        + " rm -f "
                        + name);
    }
}
