// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.engine.PruneFilter;
import dev.cooper.engine.Pruned;
import dev.cooper.engine.RemovedImage;
import java.io.IOException;
import java.util.List;

/// `image prune`.
final class ImagePruneVerb implements Verb {
    private final Option.Switch all;
    private final Option.Switch force;
    private final Option.Texts filters;

    ImagePruneVerb(Options options) {
        all = options.toggle("-a, --all", "Remove all unused images, not just dangling ones");
        force = options.toggle("-f, --force", "Do not prompt for confirmation");
        filters =
                options.texts(
                        "--filter", "filter", "Provide filter values (e.g. \"until=<timestamp>\")");
    }

    @Override
    public Description description() {
        return new Description("image prune", "[OPTIONS]", "Remove unused images", List.of(), 0, 0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws CommandFailure, IOException {
        PruneFilter filter = PruneFilters.of(filters, session.clock().instant());
        String which =
                all.isOn()
                        ? "all images without at least one container associated to them"
                        : "all dangling images";
        if (!force.isOn()
                && !Confirmation.given(
                        session,
                        "WARNING! This will remove "
                                + which
                                + ".\nAre you sure you want to continue?")) {
            return 0;
        }
        Pruned<RemovedImage> pruned = session.engine().upkeep().pruneImages(all.isOn(), filter);
        session.out().print(told(pruned.removed()));
        session.out().println("Total reclaimed space: " + HumanSize.four(pruned.bytes()));
        return 0;
    }

    /// What went, below a heading, an empty line after it; nothing if nothing went.
    static String told(List<RemovedImage> removed) {
        if (removed.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("Deleted Images:\n");
        for (RemovedImage each : removed) {
            out.append(
                    switch (each) {
                        case RemovedImage.Untagged(String reference) -> "untagged: " + reference;
                        case RemovedImage.Deleted(String digest) -> "deleted: " + digest;
                    });
            out.append('\n');
        }
        return out.append('\n').toString();
    }
}
