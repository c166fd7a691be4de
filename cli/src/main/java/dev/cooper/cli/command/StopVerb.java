// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerView;
import java.util.List;

/// `stop`: only the process that runs a container can send it a signal, and that is never this one;
/// but one that has ended already is stopped.
final class StopVerb implements Verb {
    StopVerb(Options options) {
        options.text("-t, --time", "int", "Seconds to wait before killing the container");
        options.hiddenText("-s, --signal");
    }

    @Override
    public Description description() {
        return new Description(
                "stop",
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Stop one or more running containers",
                List.of("container stop", "stop"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        for (String name : arguments) {
            if (session.containers().find(name).status() == ContainerView.Status.RUNNING) {
                throw KillVerb.runsElsewhere(session, name);
            }
            session.out().println(name);
        }
        return 0;
    }
}
