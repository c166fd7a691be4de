// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.CooperException;
import java.util.List;

/// `rm`: goes on with the others where one can't be removed.
final class RemoveVerb implements Verb {
    private final Option.Switch force;

    RemoveVerb(Options options) {
        force = options.toggle("-f, --force", "Force the removal of a running container");
        options.toggle("-v, --volumes", "Remove anonymous volumes associated with the container");
    }

    @Override
    public Description description() {
        return new Description(
                "rm",
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Remove one or more containers",
                List.of("container rm", "container remove", "rm"),
                1,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) {
        int code = 0;
        for (String name : arguments) {
            try {
                session.containers().remove(name, force.isOn());
                session.out().println(name);
            } catch (CooperException e) {
                boolean forgiven = force.isOn() && e instanceof CooperException.NotFound;
                int reported = report(session, e);
                code = forgiven ? code : reported;
            }
        }
        return code;
    }
}
