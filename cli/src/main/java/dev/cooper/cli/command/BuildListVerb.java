// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Listing;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.BuildView;
import java.util.ArrayList;
import java.util.List;

/// `builds`, which is `buildx history ls`: builds that were, newest first.
final class BuildListVerb implements Verb {
    private static final String TABLE =
            "{{.ID}}\t{{.Name}}\t{{.Status}}\t{{.CreatedSince}}\t{{.Duration}}\t{{.Steps}}\t{{.Cached}}";

    private final Option.Text format;
    private final Option.Switch quiet;

    BuildListVerb(Options options) {
        format = options.text("--format", "string", FormatHelp.LIST);
        quiet = options.toggle("-q, --quiet", "Only show IDs");
        options.toggle("--no-trunc", "Accepted; nothing is cut");
        options.refuse("--builder", "--filter", "--local");
    }

    @Override
    public Description description() {
        return new Description(
                "builds",
                "[OPTIONS]",
                "List builds",
                List.of("builds", "builds ls", "buildx history ls"),
                0,
                0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws TemplateException {
        String given = format.orElse("");
        boolean ids = quiet.isOn() && given.isEmpty();
        Listing listing = Listing.of(ids ? "{{.ID}}" : given, TABLE);
        List<BuildRow> rows = new ArrayList<>();
        for (BuildView each : session.engine().history().list()) {
            rows.add(new BuildRow(each, session.clock().instant()));
        }
        boolean terminal = session.terminal().isOutput();
        session.out().print(listing.render(BuildRow.HEADINGS, rows, terminal));
        return 0;
    }
}
