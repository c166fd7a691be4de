// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerSpec;
import java.util.List;

/// `create`.
final class CreateVerb implements Verb {
    private final ContainerOptions container;

    CreateVerb(Options options) {
        container = new ContainerOptions(options);
    }

    @Override
    public Description description() {
        return new Description(
                "create",
                "[OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Create a new container",
                List.of("container create", "create"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, InterruptedException {
        ContainerSpec spec = container.spec(session, arguments);
        session.out().println(container.create(session, spec).id());
        return 0;
    }
}
