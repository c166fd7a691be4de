// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Options;
import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.CooperException;
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
    public int run(Session session, List<String> arguments) throws CommandFailure {
        ContainerSpec spec = container.spec(session, arguments);
        try {
            session.out().println(session.containers().create(spec).id());
            return 0;
        } catch (CooperException.NotFound e) {
            ContainerFailures.imageIsMissing(session, e, spec.image());
            throw new CommandFailure(Errors.fromDaemon(e) + ContainerFailures.hint(e));
        }
    }
}
