// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.PruneFilter;
import dev.cooper.engine.Pruned;
import java.io.IOException;
import java.util.List;

/// `container prune`.
final class ContainerPruneVerb implements Verb {
    private final Option.Switch force;
    private final Option.Texts filters;

    ContainerPruneVerb(Options options) {
        force = options.toggle("-f, --force", "Do not prompt for confirmation");
        filters =
                options.texts(
                        "--filter", "filter", "Provide filter values (e.g. \"until=<timestamp>\")");
    }

    @Override
    public Description description() {
        return new Description(
                "container prune", "[OPTIONS]", "Remove all stopped containers", List.of(), 0, 0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        PruneFilter filter = PruneFilters.of(filters, session.clock().instant());
        if (!force.isOn()
                && !Confirmation.given(
                        session,
                        "WARNING! This will remove all stopped containers.\nAre you sure you want to continue?")) {
            return 0;
        }
        Pruned<String> pruned = session.engine().upkeep().pruneContainers(filter);
        session.out().print(told("Deleted Containers:", pruned.removed()));
        session.out().println("Total reclaimed space: " + HumanSize.four(pruned.bytes()));
        return 0;
    }

    /// A heading, a line for each, and an empty line; nothing if there is none.
    static String told(String heading, List<String> removed) {
        return removed.isEmpty() ? "" : heading + "\n" + String.join("\n", removed) + "\n\n";
    }
}
