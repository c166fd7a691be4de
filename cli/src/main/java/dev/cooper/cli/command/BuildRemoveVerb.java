// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.BuildHistory;
import dev.cooper.engine.BuildView;
import dev.cooper.engine.CooperException;
import java.util.List;

/// `builds rm`: forgets builds; their results stay.
final class BuildRemoveVerb implements Verb {
    private final Option.Switch all;

    BuildRemoveVerb(Options options) {
        all = options.toggle("--all", "Remove all completed builds");
    }

    @Override
    public Description description() {
        return new Description(
                "builds rm",
                "[OPTIONS] [BUILD...]",
                "Remove builds from the history",
                List.of("builds rm", "buildx history rm"),
                0,
                Description.ANY);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure {
        if (arguments.isEmpty() && !all.isOn()) {
            throw new CommandFailure("ERROR: give a build, or --all");
        }
        BuildHistory history = session.engine().history();
        int code = 0;
        for (String name : all.isOn() ? ended(history) : arguments) {
            try {
                String id = history.find(name).id();
                history.remove(id);
                session.out().println(id);
            } catch (CooperException e) {
                session.err().println("ERROR: " + e.getMessage());
                code = 1;
            }
        }
        return code;
    }

    private static List<String> ended(BuildHistory history) {
        return history.list().stream()
                .filter(each -> each.status() != BuildView.Status.RUNNING)
                .map(BuildView::id)
                .toList();
    }
}
